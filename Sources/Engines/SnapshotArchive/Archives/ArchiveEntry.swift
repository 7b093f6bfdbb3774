// A file in an archive, without its content.

public import Bytes
public import SystemAccess

public struct ArchiveEntry: Hashable, Sendable {
  /// Where the file lies below the archive's root, for example "queue/deferred/4jYRabc". Never absolute, without ".",
  /// ".." and empty components.
  public var path: ByteString
  /// Bytes of content.
  public var size: Int
  /// Permission bits with set-id and sticky bits: at most 0o7777.
  public var mode: UInt32
  /// User id.
  public var owner: UInt32
  /// Group id.
  public var group: UInt32
  /// An archive keeps the seconds.
  public var modified: FileStatus.Time

  public init(
    path: ByteString, size: Int, mode: UInt32 = 0o600, owner: UInt32 = 0, group: UInt32 = 0,
    modified: FileStatus.Time
  ) {
    self.path = path
    self.size = size
    self.mode = mode
    self.owner = owner
    self.group = group
    self.modified = modified
  }

  /// A file as it lies on the disk.
  public init(path: ByteString, status: FileStatus) {
    self.init(
      path: path, size: status.size, mode: status.mode, owner: status.owner, group: status.group,
      modified: status.modified)
  }
}

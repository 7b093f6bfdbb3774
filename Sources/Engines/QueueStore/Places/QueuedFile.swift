// A message file that was found: where it lies, and what the system says about it.

public import Bytes
public import PostfixQueue
public import SystemAccess

public struct QueuedFile: Sendable {
  public let folder: FolderName
  public let status: FileStatus
  private let names: DirectoryNames
  private let index: Int

  init(_ folder: FolderName, _ names: DirectoryNames, _ index: Int, _ status: FileStatus) {
    self.folder = folder
    self.names = names
    self.index = index
    self.status = status
  }

  public init(_ folder: FolderName, _ name: ByteString, _ status: FileStatus) {
    self.init(folder, DirectoryNames(name, inode: status.inode), 0, status)
  }

  /// The queue id as text.
  public var name: ByteString { names[index] }
  public var nameBytes: ArraySlice<UInt8> { names.bytes(index) }
  public var nameLength: Int { names.length(index) }
  /// Whether the name has no "_", which no queue id has.
  public var hasAlphanumericName: Bool { names.isAlphanumeric(index) }
  public var queue: QueueName { folder.queue }
  public var mode: MessageMode { MessageMode(rawValue: status.mode) }
  /// Below the queue directory: "deferred/A/A1B2C3D4E5".
  public var path: String { "\(folder.path)/\(name)" }
}

// What the system knows about a file: stat(2).

import Glibc

public struct FileStatus: Hashable, Sendable {
  public enum Kind: Sendable { case regular, directory, link, fifo, socket, device }

  /// Nanoseconds since the epoch.
  public struct Time: Hashable, Comparable, Sendable {
    public var seconds: Int64
    public var nanoseconds: Int64

    public init(seconds: Int64, nanoseconds: Int64 = 0) {
      self.seconds = seconds
      self.nanoseconds = nanoseconds
    }

    public static func < (left: Time, right: Time) -> Bool {
      (left.seconds, left.nanoseconds) < (right.seconds, right.nanoseconds)
    }
  }

  public let device: UInt64
  public let inode: UInt64
  public let kind: Kind
  /// The permission bits with set-id and sticky bits.
  public let mode: UInt32
  public let links: UInt64
  public let owner: UInt32
  public let group: UInt32
  /// Bytes.
  public let size: Int
  /// Bytes that the file takes on the disk: less than its size where it has holes.
  public let allocated: Int
  public let modified: Time
  public let changed: Time

  /// A regular file that is not on this disk.
  public init(inode: UInt64, mode: UInt32, owner: UInt32, group: UInt32, size: Int, modified: Time) {
    device = 0
    self.inode = inode
    kind = .regular
    self.mode = mode
    links = 1
    self.owner = owner
    self.group = group
    self.size = size
    allocated = size
    self.modified = modified
    changed = modified
  }

  init(_ status: stat) {
    device = UInt64(status.st_dev)
    inode = UInt64(status.st_ino)
    kind =
      switch status.st_mode & S_IFMT {
      case S_IFREG: .regular
      case S_IFDIR: .directory
      case S_IFLNK: .link
      case S_IFIFO: .fifo
      case S_IFSOCK: .socket
      default: .device
      }
    mode = status.st_mode & 0o7777
    links = UInt64(status.st_nlink)
    owner = status.st_uid
    group = status.st_gid
    size = max(0, Int(status.st_size))
    allocated = max(0, Int(status.st_blocks).multipliedReportingOverflow(by: 512).partialValue)
    modified = Time(seconds: Int64(status.st_mtim.tv_sec), nanoseconds: Int64(status.st_mtim.tv_nsec))
    changed = Time(seconds: Int64(status.st_ctim.tv_sec), nanoseconds: Int64(status.st_ctim.tv_nsec))
  }
}

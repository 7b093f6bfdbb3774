// How much room a file system has: statvfs(3).

import Glibc

public struct FileSystemSpace: Hashable, Sendable {
  /// Bytes that users other than root may still write.
  public let freeBytes: UInt64
  public let totalBytes: UInt64
  /// Files that users other than root may still make.
  public let freeFiles: UInt64
  /// 0 where the file system sets no limit.
  public let totalFiles: UInt64
  public let isReadOnly: Bool
}

extension Directory {
  public func space() throws(SystemError) -> FileSystemSpace {
    var space = statvfs()
    guard fstatvfs(number, &space) == 0 else { throw SystemError("look at", path, code: errno) }
    func bytes(_ blocks: UInt) -> UInt64 {
      let (product, isOver) = UInt64(blocks).multipliedReportingOverflow(by: UInt64(space.f_frsize))
      return isOver ? .max : product
    }
    return FileSystemSpace(
      freeBytes: bytes(space.f_bavail), totalBytes: bytes(space.f_blocks), freeFiles: UInt64(space.f_favail),
      totalFiles: UInt64(space.f_files), isReadOnly: space.f_flag & UInt(ST_RDONLY) != 0)
  }

  /// Gives this directory an owner and a group.
  public func setOwner(_ owner: UInt32, _ group: UInt32) throws(SystemError) {
    guard fchown(number, owner, group) == 0 else { throw SystemError("change the owner of", path, code: errno) }
  }

  /// Sets the permission bits of this directory.
  public func setMode(_ mode: UInt32) throws(SystemError) {
    guard fchmod(number, mode) == 0 else { throw SystemError("change the mode of", path, code: errno) }
  }
}

// Changes in a directory: new files, new names, and what goes away. Nothing is replaced but by `replace`.

public import Bytes
import CSystemShims
import Glibc

extension Directory {
  /// Makes a file for writing that did not exist.
  public func create(_ name: ByteString, mode: UInt32) throws(SystemError) -> OpenFile {
    let number = Self.withCString(name) {
      openat(self.number, $0, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode)
    }
    guard number >= 0 else { throw SystemError("create", "\(path)/\(name)", code: errno) }
    return OpenFile(number: number)
  }

  /// Opens a file for appending; makes it if need be.
  public func append(to name: ByteString, mode: UInt32) throws(SystemError) -> OpenFile {
    let number = Self.withCString(name) {
      openat(self.number, $0, O_WRONLY | O_CREAT | O_APPEND | O_NOFOLLOW | O_CLOEXEC, mode)
    }
    guard number >= 0 else { throw SystemError("write", "\(path)/\(name)", code: errno) }
    return OpenFile(number: number)
  }

  /// Makes a directory. False when there is one already.
  @discardableResult
  public func makeDirectory(_ name: ByteString, mode: UInt32) throws(SystemError) -> Bool {
    if Self.withCString(name, { mkdirat(number, $0, mode) }) == 0 { return true }
    if errno == EEXIST { return false }
    throw SystemError("create", "\(path)/\(name)", code: errno)
  }

  /// Opens a directory, which is made, and is on the disk then, if only it itself is missing: one above it that is missing
  /// is a disk that is not mounted, or a slip.
  public static func made(_ path: String, mode: UInt32) throws(SystemError) -> Directory {
    let (parent, name) = FilePath.split(path)
    if !name.isEmpty {
      let above = try Directory(parent)
      if try above.makeDirectory(name, mode: mode) { try above.sync() }
    }
    return try Directory(path)
  }

  /// Gives something in this directory an owner and a group.
  public func setOwner(of name: ByteString, _ owner: UInt32, _ group: UInt32) throws(SystemError) {
    guard Self.withCString(name, { fchownat(number, $0, owner, group, AT_SYMLINK_NOFOLLOW) }) == 0 else {
      throw SystemError("change the owner of", "\(path)/\(name)", code: errno)
    }
  }

  /// Sets the permission bits of a file that is no link.
  public func setMode(of name: ByteString, _ mode: UInt32) throws(SystemError) {
    guard Self.withCString(name, { fchmodat(number, $0, mode, 0) }) == 0 else {
      throw SystemError("change the mode of", "\(path)/\(name)", code: errno)
    }
  }

  /// Removes a file. False when there is none.
  @discardableResult
  public func remove(_ name: ByteString) throws(SystemError) -> Bool {
    if Self.withCString(name, { unlinkat(number, $0, 0) }) == 0 { return true }
    if errno == ENOENT { return false }
    throw SystemError("remove", "\(path)/\(name)", code: errno)
  }

  /// Removes an empty directory. False when there is none.
  @discardableResult
  public func removeDirectory(_ name: ByteString) throws(SystemError) -> Bool {
    if Self.withCString(name, { unlinkat(number, $0, AT_REMOVEDIR) }) == 0 { return true }
    if errno == ENOENT { return false }
    throw SystemError("remove", "\(path)/\(name)", code: errno)
  }

  /// How a move ended.
  public enum Move: Sendable { case done, sourceMissing, targetExists }

  /// Moves a file to another name or directory of the same file system, and never over anything.
  public func move(_ name: ByteString, to target: Directory, as newName: ByteString) throws(SystemError) -> Move {
    let result = Self.withCString(name) { old in
      Self.withCString(newName) { new in postkeep_rename_noreplace(number, old, target.number, new) }
    }
    if result == 0 { return .done }
    switch errno {
    case ENOENT: return .sourceMissing
    case EEXIST: return .targetExists
    default: throw SystemError("move", "\(path)/\(name)", code: errno)
    }
  }

  /// Gives a file the name of another one, in one step: whoever opens that name finds the one or the other.
  public func replace(_ name: ByteString, by newer: ByteString) throws(SystemError) {
    let result = Self.withCString(newer) { old in
      Self.withCString(name) { new in renameat(number, old, number, new) }
    }
    guard result == 0 else { throw SystemError("replace", "\(path)/\(name)", code: errno) }
  }

  /// Waits until names that were made or removed here are on the disk.
  public func sync() throws(SystemError) {
    guard fsync(number) == 0 else { throw SystemError("write", path, code: errno) }
  }

  /// Waits until everything on this file system is on the disk: cheaper than file by file where there are many.
  public func syncFileSystem() throws(SystemError) {
    guard postkeep_syncfs(number) == 0 else { throw SystemError("write", path, code: errno) }
  }
}

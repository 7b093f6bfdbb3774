// Removes a message with its logs, and only the very file that was meant.
//
// The file is held open while it is removed: its inode cannot be given to another message meanwhile, and an id that was
// used again is noticed. The order is that of postsuper(1): logs first, so that none is left for a message that gets the
// id later.

public import Bytes
import PostfixQueue
public import SystemAccess

/// A message file as it was read: what must still hold when it is removed.
public struct ReadFile: Sendable {
  public let folder: FolderName
  public let name: ByteString
  public let inode: UInt64
  public let size: Int
  /// Every move, every finished recipient and every new mark changes this time.
  public let changed: FileStatus.Time

  public init(_ folder: FolderName, _ name: ByteString, _ status: FileStatus) {
    self.folder = folder
    self.name = name
    inode = status.inode
    size = status.size
    changed = status.changed
  }
}

/// How a removal ended.
public enum Removal: Sendable {
  case removed
  /// Something has happened to the message since it was read: nothing was removed.
  case changed
}

extension QueueStore {
  public func remove(_ read: ReadFile) throws(SystemError) -> Removal {
    guard let directory = try open(read.folder), let file = try directory.open(read.name) else { return .changed }
    let status = try file.status()
    guard status.kind == .regular, status.inode == read.inode, status.changed == read.changed, status.size == read.size
    else { return .changed }
    let notice = content(of: .bounce, read.name)
    for log in LogName.allCases { try logDirectory(log, of: read.name)?.remove(read.name) }
    try directory.remove(read.name)
    if try file.status().links < status.links { return .removed }
    // It was moved between two system calls. Its bounce log would be missed: the notice has not been sent yet.
    if let notice { try restore(notice, of: read.name) }
    return .changed
  }

  private func restore(_ notice: [UInt8], of name: ByteString) throws(SystemError) {
    guard let directory = logDirectory(.bounce, of: name), let owner = UserNames.user(settings.owner) else { return }
    let path = "\(directory.path)/\(name)"
    let file = try directory.create(name, mode: 0o600)
    try file.write(notice, named: path)
    try file.setOwner(owner.id, owner.group, named: path)
  }

  /// Waits until removals from these directories are on the disk.
  public func sync(_ folders: [FolderName]) throws(SystemError) {
    for folder in folders { try open(folder)?.sync() }
  }
}

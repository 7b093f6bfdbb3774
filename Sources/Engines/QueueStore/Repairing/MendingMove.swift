// A file of the queue gets another name or another directory of the same area, and never the place of another file.

import Bytes
import PostfixQueue
import SystemAccess

struct MendingMove: Sendable {
  let folder: EntryFolder
  let name: ByteString
  let inode: UInt64
  let newFolder: EntryFolder
  let newName: ByteString
  /// Moves of one message and its logs have the same number: when one fails, those behind it are not made.
  let message: Int?

  var path: String { "\(folder.path)/\(name)" }
  var target: String { "\(newFolder.path)/\(newName)" }
}

extension QueueStore {
  /// Returns false when the file is not there any more.
  func carryOut(_ move: MendingMove, _ owner: UserNames.User) throws(SystemError) -> Bool {
    guard let source = try open(move.folder),
      let status = try source.status(of: move.name), status.inode == move.inode
    else { return false }
    var target = try directory.directory(ByteString(move.newFolder.area.name))
    for name in move.newFolder.hash {
      if try target.makeDirectory(name, mode: 0o700) { try target.setOwner(of: name, owner.id, owner.group) }
      target = try target.directory(name)
    }
    switch try source.move(move.name, to: target, as: move.newName) {
    case .done: return true
    case .sourceMissing: return false
    case .targetExists:
      throw SystemError.refusal("move", move.path, "\(move.target) exists already")
    }
  }
}

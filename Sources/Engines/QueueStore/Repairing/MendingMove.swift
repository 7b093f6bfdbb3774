// A file of the queue gets another name or another directory of the same area, and never the place of another file.

import Bytes
import PostfixQueue
import SystemAccess

struct MendingMove: Sendable {
  let area: QueueArea
  let hash: [ByteString]
  let name: ByteString
  let inode: UInt64
  let newHash: [ByteString]
  let newName: ByteString
  /// Moves of one message and its logs have the same number: when one fails, those behind it are not made.
  let message: Int?

  var path: String { Self.path(area, hash, name) }
  var target: String { Self.path(area, newHash, newName) }

  private static func path(_ area: QueueArea, _ hash: [ByteString], _ name: ByteString) -> String {
    "\(EntryFolder(area, hash: hash).path)/\(name)"
  }
}

extension QueueStore {
  /// Returns false when the file is not there any more.
  func carryOut(_ move: MendingMove, _ owner: UserNames.User) throws(SystemError) -> Bool {
    guard let source = try open(EntryFolder(move.area, hash: move.hash)),
      let status = try source.status(of: move.name), status.inode == move.inode
    else { return false }
    var target = try directory.directory(ByteString(move.area.name))
    for name in move.newHash {
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

// A file of an archive, checked, changed where the plan says so, and made beside the queues.

import Bytes
import PostfixQueue
import QueueStore
import SnapshotArchive
import SystemAccess

/// A file that is to be made: a message, or a log about it.
struct StagedFile: Sendable {
  private let planned: PlannedMessage
  /// Nil for the message itself.
  private let log: IndexedLog?

  init(_ planned: PlannedMessage, _ log: LogName?) {
    self.planned = planned
    self.log = log.flatMap { kind in planned.message.logs.first { $0.kind == kind } }
  }

  /// Where its bytes are.
  var place: StoredElsewhere? { log.map(\.elsewhere) ?? planned.message.elsewhere }

  /// How the file of a message is called until it has its id.
  static func name(_ number: Int) -> ByteString { ByteString("\(number)") }

  fileprivate func make(
    _ content: StoredContent, _ sum: SHA256Sum, by maker: StagedFileMaker, now: Int64
  ) throws -> MadeFile {
    guard sum == log?.digest ?? planned.message.digest else {
      throw SnapshotFlaw("\(place?.path ?? .empty) is not what the index says: its sum differs")
    }
    let name = Self.name(planned.number)
    guard log == nil else {
      try maker.makeFile(QueueStaging.name(of: log?.kind ?? .defer, of: name), mode: 0o600) { file, path in
        try content.forEachPiece(of: 0..<content.size) { try OpenFile.write($0, to: file, named: path) }
      }
      return MadeFile(number: planned.number, size: content.size, inode: nil)
    }
    // Postfix's own bits are left behind: one of them means that the message is to be returned at once.
    var mode: UInt32 = 0o700
    var owner: UserNames.User?
    // A submission belongs to who made it, unless postsuper has put it there. Source: pickup.c.
    if planned.message.queue == .maildrop, planned.message.mode & 0o004 != 0 {
      mode = 0o744
      owner = UserNames.User(id: planned.message.owner, group: maker.submissionGroup ?? planned.message.group)
    }
    let changes = try changes(content, now)
    let inode = try maker.makeFile(name, mode: mode, owner: owner, modified: now) { file, path in
      try content.forEachPiece(of: 0..<content.size) { try OpenFile.write($0, to: file, named: path) }
      for change in changes { try OpenFile.write(change.bytes, to: file, at: change.offset, named: path) }
    }
    return MadeFile(number: planned.number, size: content.size, inode: inode)
  }

  private func changes(_ content: StoredContent, _ now: Int64) throws -> [MessageMarks.Change] {
    var changes = MessageMarks.finish(planned.finished)
    let time = planned.freshTime.map { MessageMarks.setCreateTime(now, at: $0) }
    if case .some(.some(let time)) = time { changes.append(time) }
    let fits = try changes.allSatisfy { change in
      guard 0..<content.size ~= change.offset, change.range.upperBound <= content.size else { return false }
      return try change.before == nil || content.bytes(change.range) == change.before
    }
    guard fits, time.map({ $0 != nil }) ?? true else {
      throw SnapshotFlaw("\(planned.message.path) is not as the plan has it")
    }
    return changes
  }
}

/// What an archive holds for some files.
struct ArchivedFile: Sendable {
  let content: StoredContent
  let targets: [StagedFile]

  func make(by maker: StagedFileMaker, now: Int64) throws -> [MadeFile] {
    let sum = content.sum
    return try targets.map { try $0.make(content, sum, by: maker, now: now) }
  }
}

struct MadeFile: Sendable {
  /// Of the message in the plan.
  let number: Int
  /// Bytes.
  let size: Int
  /// Nil for a log.
  let inode: UInt64?
}

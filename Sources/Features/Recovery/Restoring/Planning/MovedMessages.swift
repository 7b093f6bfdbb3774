// What purges and transfers have taken out of a queue: it is in the trash, or on another host, and the mail log is silent about it.
//
// Both write down which messages they took; see Run in Maintenance, and TransferRun.

import Bytes
import JSONText
import RunJournals
import SystemAccess

struct MovedMessages {
  /// Tells a message of this host from all others.
  struct Mark: Hashable {
    let id: ByteString
    let inode: UInt64
  }

  private(set) var reasons: [Mark: RestoreDecision.SkipReason] = [:]
  /// What an undo has put back: the id that it has got, and when, in seconds since the epoch.
  private(set) var undone: [Mark: (name: ByteString, time: Int64)] = [:]

  /// - Parameter state: the directory for what must not be forgotten.
  init(from queueDirectory: String, in state: String) throws(SystemError) {
    try readPurges(queueDirectory, state)
    try readTransfers(queueDirectory, state)
  }

  private mutating func readPurges(_ queueDirectory: String, _ state: String) throws(SystemError) {
    guard FileReading.isDirectory("\(state)/runs") else { return }
    let shelf = try RunShelf(state, "runs")
    for id in try shelf.ids {
      guard let directory = try shelf.open(id),
        Self.queue(directory).map({ FileReading.isSame($0, queueDirectory) }) ?? false
      else { continue }
      var removed: [Mark: RestoreDecision.SkipReason] = [:]
      var placing: [Mark: (name: ByteString, time: Int64)] = [:]
      for line in try RunJournal.read(directory) {
        guard let mark = line["key"]?.text.flatMap(Mark.init(key:)) else { continue }
        switch line["event"]?.text {
        case "removed": removed[mark] = .purged
        case "placing":
          placing[mark] = line["new"]?.text.map { (ByteString($0), line["time"]?.integer.map { Int64($0) } ?? 0) }
        case "placed":
          removed[mark] = nil
          undone[mark] = placing[mark]
        default: break
        }
      }
      reasons.merge(removed) { $1 }
    }
  }

  private static func queue(_ directory: Directory) -> String? {
    guard let content = try? directory.open("run.json")?.content(limit: 1 << 20, named: directory.path) else {
      return nil
    }
    return (try? JSONReader().read(content))?["queue_directory"]?.text
  }

  private mutating func readTransfers(_ queueDirectory: String, _ state: String) throws(SystemError) {
    guard FileReading.isDirectory("\(state)/transfers") else { return }
    for run in try TransferRun.all(on: RunShelf(state, TransferRun.shelfName))
    where FileReading.isSame(run.queueDirectory, queueDirectory) {
      guard try !TransferHistory(run).isCancelled else { continue }
      for mark in try run.taken { reasons[mark] = .transferred }
    }
  }
}

extension MovedMessages.Mark {
  /// Nil for what a purge does not write.
  fileprivate init?(key: String) {
    let words = key.split(separator: "/")
    guard words.count == 2, let inode = UInt64(words[1]) else { return nil }
    self.init(id: ByteString(String(words[0])), inode: inode)
  }
}

extension TransferRun {
  private static let takenName: ByteString = "taken"

  /// Puts down which messages were taken, for restores; on the disk when this returns.
  func note(taken marks: [MovedMessages.Mark]) throws(SystemError) {
    var lines = JSONWriter()
    for mark in marks {
      lines.object { json in
        json.member("id", mark.id)
        json.member("inode", mark.inode)
      }
    }
    try directory.remove(Self.takenName)
    try RunShelf.write(lines.bytes, to: Self.takenName, in: directory)
    // The journal says next that they were taken; a restore must know which.
    try directory.sync()
  }

  fileprivate var taken: [MovedMessages.Mark] {
    get throws(SystemError) {
      let path = "\(directory.path)/\(Self.takenName)"
      let lines = JSONLines(try directory.open(Self.takenName)?.content(limit: 4 << 30, named: path) ?? [])
      return lines.values.compactMap { line in
        guard let id = line["id"]?.text, let inode = line["inode"]?.integer.flatMap({ UInt64(exactly: $0) }) else {
          return nil
        }
        return MovedMessages.Mark(id: ByteString(id), inode: inode)
      }
    }
  }
}

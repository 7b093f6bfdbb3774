// Which messages of a snapshot are meant.

public import Bytes
import Conditions
public import MessageSelections
import PostfixQueue
import SnapshotArchive

extension SnapshotChain {
  /// The paths, in this snapshot's index, of the messages that a selection selects.
  ///
  /// A message about which the selection cannot tell is left out, and counted. One that damage has hit may be meant: it is in.
  /// - Parameter now: seconds since the epoch: ages are what they are now.
  public func paths(
    selectedBy selection: Selection, now: Int64
  ) throws(RecoveryFailure) -> (paths: Set<ByteString>, undecided: Undecided) {
    var undecided = Undecided()
    var paths: Set<ByteString> = []
    try RecoveryFailure.translating(checking) {
      var messages: [String: [ByteString: IndexedMessage]] = [:]
      var lost: Set<ByteString> = []
      var logs: [String: [ByteString: SHA256Sum]] = [:]
      try forEachMessage { message in
        guard selection.admits(message.id) else { return }
        guard let place = message.elsewhere else { return }
        messages[place.snapshot, default: [:]][place.path] = message
        lost.insert(message.path)
        if let log = message.logs.first(where: { $0.kind == .defer })?.elsewhere {
          logs[log.snapshot, default: [:]][log.path] = message.logs.first { $0.kind == .defer }?.digest
        }
      }
      let deferLogs = try contents(logs)
      let queue = manifest.queue
      let lifetimes = ArchivedMessage.Lifetimes(maximal: queue.maximalLifetime, bounce: queue.bounceLifetime)
      try forEachWholeFile(in: messages.mapValues { $0.mapValues(\.digest) }) { snapshot, path, content in
        guard let message = messages[snapshot]?[path] else { return }
        lost.remove(message.path)
        let log = message.logs.first { $0.kind == .defer }?.elsewhere.flatMap { deferLogs[$0] }
        let archived = ArchivedMessage(
          message, content.window, deferLog: log, lifetimes, now: now)
        switch selection.outcome(for: archived) {
        case .yes: paths.insert(message.path)
        case .no: break
        case .cannotTell(let reasons): undecided.add(message.id, reasons)
        }
      }
      paths.formUnion(lost)
    }
    return (paths, undecided)
  }

  private func contents(_ wanted: [String: [ByteString: SHA256Sum]]) throws -> [StoredElsewhere: [UInt8]] {
    var contents: [StoredElsewhere: [UInt8]] = [:]
    try forEachWholeFile(in: wanted) { snapshot, path, content in
      contents[StoredElsewhere(snapshot: snapshot, path: path)] = try content.bytes(0..<content.size)
    }
    return contents
  }

  /// The largest file that is searched for in a damaged archive, in bytes: it is brought into memory.
  static let largest = 1 << 30

  /// Hands over files that the snapshots of the chain store, those that have the sums of the index.
  /// - Returns: what is wrong with the archives.
  @discardableResult
  func forEachWholeFile(
    in wanted: [String: [ByteString: SHA256Sum]], _ take: (String, ByteString, StoredContent) throws -> Void
  ) throws -> [any Error] {
    var flaws: [any Error] = []
    for link in links {
      guard let here = wanted[link.manifest.id], !here.isEmpty else { continue }
      let flaw = try link.file.wholeFiles(here, limit: Self.largest) { try take(link.manifest.id, $0, $1) }
      if let flaw { flaws.append(flaw) }
    }
    return flaws
  }

  /// Hands over the content of files that the snapshots of the chain store.
  func forEachFile(
    in wanted: [String: Set<ByteString>], _ take: (String, ByteString, StoredContent) throws -> Void
  ) throws {
    for link in links {
      guard let here = wanted[link.manifest.id], !here.isEmpty else { continue }
      try link.file.read(isWhole: true) { reader in
        while let entry = try reader.next() {
          guard here.contains(entry.path) else { continue }
          try take(link.manifest.id, entry.path, try StoredContent(entry, &reader))
        }
      }
    }
  }
}

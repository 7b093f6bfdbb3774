// What a scan does not show of a queue that is to go: files that stay because Postfix does not take them for messages, in
// corrupt, unfinished ones and those under other names; and second names of messages.

import Bytes
import PostfixQueue
import QueueStore
import SystemAccess

struct StayingFiles {
  /// Without maildrop: pickup takes it into the queue.
  private static let queues: [QueueName] = [.hold, .deferred, .incoming, .active, .corrupt]

  /// What stays, in sentences.
  private(set) var sentences: [String] = []
  /// The paths of messages that have several names in the queue, by their inodes.
  let linked: [UInt64: [String]]

  init(of store: QueueStore) {
    var visitor = StayingVisitor()
    let problems = store.walk(Self.queues.map { QueueArea.messages($0) }, &visitor)
    linked = visitor.linked.filter { $0.value.count > 1 }
    for queue in Self.queues {
      for reason in StayingVisitor.Reason.allCases {
        guard let count = visitor.counts[StayingVisitor.Place(queue: queue, reason: reason)] else { continue }
        sentences.append(
          "not in the transfer: \(count) file\(count == 1 ? "" : "s") in \(queue.rawValue)\(reason.words(count)); "
            + "see 'postkeep queue check'")
      }
    }
    do throws(SystemError) {
      // Those of transfers are on their way.
      for remains in try store.remains() where remains.purpose == .placing && remains.messages > 0 {
        sentences.append(
          "not in the transfer: \(remains.messages) message\(remains.messages == 1 ? "" : "s") in \(remains.path), "
            + "beside the queues; 'postkeep queue check' tells of old ones")
      }
    } catch {
      sentences.append("cannot tell whether mail lies beside the queues: \(error)")
    }
    sentences += problems.map { "cannot tell what else stays: \($0)" }
  }
}

private struct StayingVisitor: EntryVisitor {
  enum Reason: CaseIterable {
    case corrupt, incomplete, otherName

    func words(_ count: Int) -> String {
      switch self {
      case .corrupt: ""
      case .incomplete: " that Postfix takes for incomplete"
      case .otherName: count == 1 ? " whose name is no queue id" : " whose names are no queue ids"
      }
    }
  }

  struct Place: Hashable {
    let queue: QueueName
    let reason: Reason
  }

  private(set) var counts: [Place: Int] = [:]
  /// Paths of files that have other names, by their inodes.
  private(set) var linked: [UInt64: [String]] = [:]

  mutating func visit(_ entry: QueueEntry, in directory: Directory) {
    guard let queue = entry.folder.area.queue, entry.status.kind == .regular else { return }
    guard let reason = Self.reason(entry, queue) else {
      if entry.status.links > 1 { linked[entry.status.inode, default: []].append(entry.path) }
      return
    }
    counts[Place(queue: queue, reason: reason), default: 0] += 1
  }

  private static func reason(_ entry: QueueEntry, _ queue: QueueName) -> Reason? {
    if queue == .corrupt { return .corrupt }
    guard QueueID.isLegalName(entry.name), entry.name.count > 1 else {
      return queue == .incoming && isBegun(entry.name) ? nil : .otherName
    }
    // What comes into incoming is written there.
    return queue == .incoming || MessageMode(rawValue: entry.status.mode).isComplete ? nil : .incomplete
  }

  /// cleanup begins a file under such a name: "usec.pid".
  private static func isBegun(_ name: ByteString) -> Bool {
    name.bytes.allSatisfy { $0.isASCIIDigit || $0 == UInt8(ascii: ".") }
  }

  mutating func enter(_ folder: EntryFolder, _ status: FileStatus) {}
  mutating func leave(_ folder: EntryFolder, isEmpty: Bool) {}
  mutating func miss(_ area: QueueArea) {}
}

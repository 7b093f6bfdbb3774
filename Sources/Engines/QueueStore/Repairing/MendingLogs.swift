// Which message each log belongs to, so that it goes with it when that gets another id.
//
// Logs go ahead of their message: after an interruption they have its new name while it still has the old one.

import Bytes
import PostfixQueue
import SystemAccess

struct MendingLogs {
  enum Fate: Hashable, Sendable {
    /// - message: nil for a log without one.
    case named(ByteString, message: Int?)
    /// The same bytes are in another log of the same message.
    case copy(of: Int)
    /// Another log of the same message says more.
    case second(of: Int)
  }

  let logs: [FoundLog]
  private(set) var fates: [Fate]
  private(set) var left: [MendingLeft] = []
  private let names: MendingNames
  private let store: QueueStore

  init(_ logs: [FoundLog], _ names: MendingNames, _ store: QueueStore) throws(SystemError) {
    self.logs = logs
    self.names = names
    self.store = store
    fates = []
    let owners = try owners()
    // As postsuper does, an orphan loses the mark of an unfinished renaming, too.
    fates = logs.indices.map { index in
      guard let owner = owners[index], case .named(let name)? = names.fates[owner] else {
        return .named(logs[index].id, message: nil)
      }
      return .named(name, message: owner)
    }
    try dropSeconds()
  }

  /// The message of each log, as far as there is one.
  private mutating func owners() throws(SystemError) -> [Int?] {
    var holders: [ByteString: [Int]] = [:]
    var expected: [ByteString: Int] = [:]
    for (index, message) in names.messages.enumerated() {
      switch names.fates[index] {
      case .named(let name):
        holders[message.entry.name, default: []].append(index)
        // What postsuper, or an interrupted repair, has called the logs ahead of the message.
        let inode = message.entry.status.inode
        expected[name] = index
        guard let id = QueueID(message.id) else { break }
        let short = QueueID(birth: .microseconds(id.microseconds), inode: inode)
        for ahead in [id.with(inode: inode).name, short.name] where expected[ahead] == nil { expected[ahead] = index }
      case .nameless: holders[message.entry.name, default: []].append(index)
      case .copy, nil: break
      }
    }
    var owners: [Int?] = []
    for log in logs {
      if let group = holders[log.entry.name] {
        owners.append(try group.count == 1 ? group[0] : best(of: group, for: log))
      } else if log.isMarked {
        owners.append(expected[log.id] ?? holders[log.id]?.first)
      } else {
        owners.append(holders[log.id + MendingSurvey.mark]?.first)
      }
    }
    return owners
  }

  /// Of messages with one id the one whose recipients the log names.
  private mutating func best(of group: [Int], for log: FoundLog) throws(SystemError) -> Int? {
    guard let file = try store.open(log.entry.folder)?.open(log.entry.name) else { return group.first }
    let content = RecipientLog(try file.content(limit: 64 << 20, named: log.entry.path))
    var scores: [Int] = []
    for index in group {
      let copy = try MessageCopy(names.messages[index].entry, store)
      scores.append(
        content.paragraphs.reduce(0) { score, paragraph in
          guard let offset = paragraph.offset.flatMap({ Int(exactly: $0) }), let address = copy.recipients[offset]
          else { return score }
          return score + (address == paragraph.recipient ? 2 : 1)
        })
    }
    let highest = scores.max() ?? 0
    if scores.filter({ $0 == highest }).count > 1 { left.append(MendingLeft(.doubtfulLog, log.entry.path)) }
    return scores.firstIndex(of: highest).map { group[$0] }
  }

  /// A message has one log of a kind. The larger one says more, for entries are only ever appended.
  private mutating func dropSeconds() throws(SystemError) {
    struct Key: Hashable {
      let log: LogName
      let name: ByteString
    }
    var known: [Key: Int] = [:]
    let order = logs.indices.sorted { one, other in
      let (left, right) = (logs[one].entry, logs[other].entry)
      if left.status.size != right.status.size { return left.status.size > right.status.size }
      return left.path < right.path
    }
    for index in order {
      guard case .named(let name, _) = fates[index] else { continue }
      guard let first = known.updateValue(index, forKey: Key(log: logs[index].log, name: name)) else { continue }
      known[Key(log: logs[index].log, name: name)] = first
      if try store.hasSameContent(logs[first].entry, logs[index].entry) {
        fates[index] = .copy(of: first)
      } else {
        fates[index] = .second(of: first)
        left.append(MendingLeft(.divergedLogs, logs[index].entry.path, "\(logs[first].entry.path) is kept"))
      }
    }
  }
}

// Which id each message gets.
//
// A short id names the inode of its file, a long one is kept where only one file has it. The result depends on what lies
// on the disk and not on how far an earlier run has come: logs that were moved ahead of their message are found again.

import Bytes
import PostfixQueue
import SystemAccess

struct MendingNames {
  enum Fate: Hashable, Sendable {
    case named(ByteString)
    /// It is a copy of another message, which stays.
    case copy(of: Int)
    /// It has no id and no content that would earn one.
    case nameless
  }

  let messages: [FoundMessage]
  private(set) var fates: [Fate?]
  private(set) var left: [MendingLeft] = []
  private let store: QueueStore
  private var taken: Set<ByteString>
  /// The better of two files comes first.
  private var order: [Int]

  init(_ survey: MendingSurvey, _ store: QueueStore) throws(SystemError) {
    messages = survey.messages
    self.store = store
    fates = Array(repeating: nil, count: messages.count)
    let ids = Set(messages.map(\.id))
    // Logs without a message must not become those of another one.
    taken = Set(survey.logs.lazy.filter { !$0.isMarked && !ids.contains($0.id) }.map(\.id))
    let messages = messages
    let ranks = messages.map { Self.rank($0, store) }
    order = messages.indices.sorted { ranks[$0].lexicographicallyPrecedes(ranks[$1]) }
    dropSecondNames()
    try dropCopies()
    keepRightNames()
    giveNewNames()
    tellOthers()
  }

  /// The lower, the better: complete, nearest to its end, on hold if somebody wanted that, in its place.
  private static func rank(_ message: FoundMessage, _ store: QueueStore) -> [UInt64] {
    let queues: [QueueName] = [.hold, .deferred, .incoming, .active, .maildrop, .corrupt]
    let isHome = message.entry.folder.hash == store.home(of: message.id, in: message.entry.folder.area)
    let isMatching = QueueID(message.id)?.inode == message.entry.status.inode
    return [
      message.facts.isComplete ? 0 : 1, UInt64.max - UInt64(message.facts.done),
      UInt64(queues.firstIndex(of: message.queue) ?? 0), message.isMarked ? 1 : 0, isHome ? 0 : 1, isMatching ? 0 : 1,
      message.entry.status.inode,
    ]
  }

  /// A message that has two names in the queue would be delivered twice.
  private mutating func dropSecondNames() {
    var known: [UInt64: Int] = [:]
    // The name that matches the inode is the one that the message was given.
    let matching = order.filter { QueueID(messages[$0].id)?.inode == messages[$0].entry.status.inode }
    for index in matching + order where messages[index].entry.status.links > 1 && fates[index] == nil {
      let inode = messages[index].entry.status.inode
      if let first = known[inode] {
        if first != index { fates[index] = .copy(of: first) }
      } else {
        known[inode] = index
      }
    }
  }

  /// Of files with the same id and the same content one is enough.
  private mutating func dropCopies() throws(SystemError) {
    var groups: [ByteString: [Int]] = [:]
    for index in order where fates[index] == nil { groups[messages[index].id, default: []].append(index) }
    for index in order where fates[index] == nil {
      guard let group = groups[messages[index].id], group.count > 1 else { continue }
      for other in group {
        guard other != index else { break }
        guard fates[other] == nil, try store.isSameMessage(messages[other].entry, messages[index].entry) else {
          continue
        }
        fates[index] = .copy(of: other)
        try compareProgress(of: index, with: other)
        break
      }
    }
  }

  private mutating func compareProgress(of copy: Int, with kept: Int) throws(SystemError) {
    let (copied, stays) = (messages[copy].entry, messages[kept].entry)
    let done = try MessageCopy(copied, store).done.subtracting(try MessageCopy(stays, store).done)
    guard !done.isEmpty else { return }
    left.append(
      MendingLeft(.divergedCopies, stays.path, "\(done.count) recipient\(done.count == 1 ? " is" : "s are") done there")
    )
  }

  private mutating func keepRightNames() {
    func keeps(_ index: Int, anyInode: Bool) -> Bool {
      let message = messages[index]
      guard fates[index] == nil, let id = QueueID(message.id) else { return false }
      let isMatching = id.with(inode: message.entry.status.inode).name == message.id
      return isMatching || (id.isLong && anyInode)
    }
    for anyInode in [false, true] {
      for index in order where keeps(index, anyInode: anyInode) && taken.insert(messages[index].id).inserted {
        fates[index] = .named(messages[index].id)
      }
    }
    for index in order where fates[index] == nil && QueueID(messages[index].id) == nil {
      guard !messages[index].facts.isComplete || messages[index].queue == .corrupt else { continue }
      taken.insert(messages[index].id)
      fates[index] = .nameless
    }
  }

  private mutating func giveNewNames() {
    for index in order where fates[index] == nil {
      let message = messages[index]
      let inode = message.entry.status.inode
      // A complete message with a name that is none gets one from its time of arrival.
      let birth = QueueID(message.id)?.birth ?? .microseconds(message.facts.microseconds)
      var candidate = QueueID(birth: birth, inode: inode)
      while !taken.insert(candidate.name).inserted { candidate = candidate.next }
      fates[index] = .named(candidate.name)
    }
  }

  /// What stays as it is, and should not.
  private mutating func tellOthers() {
    for (index, message) in messages.enumerated() {
      switch fates[index] {
      case .nameless?:
        if message.queue != .corrupt { left.append(MendingLeft(.noQueueID, message.entry.path)) }
      case .named(let name)?:
        guard !store.settings.usesLongIDs, QueueID(name)?.isLong == true else { break }
        left.append(MendingLeft(.longID, message.entry.path))
      case .copy?, nil: break
      }
    }
  }
}

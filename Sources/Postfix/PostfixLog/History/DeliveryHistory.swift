// What happened to messages, collected from the lines of a log in one pass.
//
//   var history = DeliveryHistory(of: .some(ids: ids))
//   for block in file { history.read(block.span, years: &years) }
//   for message in history.messages(ids[0]) { … FateFinder(message).fate(of: recipient) … }
//
// Only messages of interest take memory: those with the given ids or Message-IDs, and those that were made of them: by
// postsuper, by local, by a content filter, by bounce. One history is about the queue of one Postfix instance: two of them may use the same id.

public import Bytes

public struct DeliveryHistory: Sendable {
  public enum Interest: Sendable {
    case all
    /// A message is followed from its id or from its Message-ID (with brackets) on, whichever the log has first; one that
    /// pickup takes, from its sender on, as the log shows it.
    case some(ids: Set<ByteString>, messageIDs: Set<ByteString> = [], submittedBy: Set<ByteString> = [])
  }

  /// How long after the end of a message lines about it may come: programs and loggers do not wait for each other. In
  /// seconds. Later ones are about another message with the same id.
  static let lateness: Int64 = 10

  /// Lines that were read, and those among them that no time can be given to.
  public private(set) var lineCount = 0
  public private(set) var untimedLineCount = 0
  /// In the order of their first lines.
  public private(set) var messages: [LoggedMessage] = []

  private let followsAll: Bool
  private var ids: Set<QueueIDText> = []
  private let messageIDs: Set<ByteString>
  private let submitters: Set<ByteString>
  private let instance: ByteString?
  private let host: ByteString?
  /// The places of an id's messages, the oldest first.
  private var places: [QueueIDText: [Int]] = [:]

  /// - Parameters:
  ///   - instance: lines of other instances are passed over: what syslog_name begins with, "postfix" as a rule.
  ///   - host: lines of other hosts are passed over; as the log has it.
  public init(of interest: Interest, instance: ByteString? = nil, host: ByteString? = nil) {
    self.instance = instance
    self.host = host
    switch interest {
    case .all:
      followsAll = true
      messageIDs = []
      submitters = []
    case .some(let ids, let messageIDs, let submitters):
      followsAll = false
      self.ids = Set(ids.compactMap { QueueIDText($0) })
      self.messageIDs = messageIDs
      self.submitters = submitters
    }
  }

  /// Reads whole lines, from the oldest to the newest.
  public mutating func read(_ block: Span<UInt8>, years: inout LogYears) {
    LogBlock.forEachLine(in: block) { bytes in
      guard let line = LogLine(bytes) else {
        years.pass(bytes)
        return
      }
      lineCount += 1
      let time = years.time(of: line.stamp)
      guard let id = line.queueID else { return }
      guard let time else {
        untimedLineCount += 1
        return
      }
      add(line, of: id, in: bytes, at: time)
    }
  }

  /// The messages that had this id, the oldest first.
  public func messages(_ id: ByteString) -> [LoggedMessage] {
    QueueIDText(id).flatMap { places[$0] }.map { $0.map { messages[$0] } } ?? []
  }

  /// The messages with this id that may have been in the queue at a time. More than one means: cannot tell.
  /// - Parameter messageID: of the message's first Message-ID header, with brackets.
  public func messages(_ id: ByteString, livingAt time: LogTime, messageID: ByteString? = nil) -> [LoggedMessage] {
    let all = messages(id)
    return all.indices.filter { index in
      all[index].mayHaveLived(at: time, after: index > 0 ? all[index - 1] : nil)
        && (messageID.map(all[index].mayHave(messageID:)) ?? true)
    }.map { all[$0] }
  }

  private mutating func add(_ line: LogLine, of id: QueueIDText, in bytes: Span<UInt8>, at time: LogTime) {
    guard isOfInterest(line, id, in: bytes) else { return }
    if let instance, !line.program.instance.equals(instance, in: bytes) { return }
    if let host, !line.host.equals(host, in: bytes) { return }
    let place = place(of: id, for: line.event, in: bytes, at: time)
    if let link = messages[place].add(line, in: bytes, at: time) { ids.insert(link.id) }
    if case .pickup(let pickup) = line.event, let original = pickup.originalID {
      link(original, LoggedMessage.Link(time: time, kind: .requeued, id: id))
    }
  }

  private mutating func isOfInterest(_ line: LogLine, _ id: QueueIDText, in bytes: Span<UInt8>) -> Bool {
    if followsAll || ids.contains(id) { return true }
    switch line.event {
    case .pickup(let pickup):
      guard
        pickup.originalID.map(ids.contains)
          ?? (!submitters.isEmpty && submitters.contains(pickup.sender.bytes(in: bytes)))
      else { return false }
    case .messageID(let text, isResent: false):
      guard !messageIDs.isEmpty, messageIDs.contains(text.bytes(in: bytes)) else { return false }
    default: return false
    }
    ids.insert(id)
    return true
  }

  /// The message that a line is about: the newest with this id, unless the line shows that a new one has begun.
  private mutating func place(
    of id: QueueIDText, for event: LogEvent, in bytes: Span<UInt8>, at time: LogTime
  ) -> Int {
    if let newest = places[id]?.last, !messages[newest].isOver(for: event, in: bytes, at: time) { return newest }
    messages.append(LoggedMessage(id: id, firstSeen: time))
    places[id, default: []].append(messages.count - 1)
    return messages.count - 1
  }

  private mutating func link(_ id: QueueIDText, _ link: LoggedMessage.Link) {
    guard followsAll || ids.contains(id) else { return }
    if places[id] == nil {
      messages.append(LoggedMessage(id: id, firstSeen: link.time))
      places[id] = [messages.count - 1]
    }
    if let place = places[id]?.last { messages[place].links.append(link) }
  }
}

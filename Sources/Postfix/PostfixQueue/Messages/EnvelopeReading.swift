// Reads an envelope from a queue file: the records before the content, and those behind it.
//
// The size record leads over the content. Where it lies, and in the maildrop queue, whose files have none, the content
// is searched for its end.

extension Envelope {
  /// Replaces everything by what the file says.
  /// - Parameter isMaildrop: the file lies in the maildrop queue.
  public mutating func read(_ window: inout QueueFileWindow, isMaildrop: Bool = false) {
    clear()
    guard window.size > 0 else { return damage.append(.empty) }
    var reader = RecordReader()
    var prefix = RecipientPrefix()
    while let record = reader.next(in: &window) {
      switch record.type {
      case .size:
        if sender == nil, listedSize == nil {
          listedSize = SizeRecord.listed(record, in: window)
          if listedSize == nil { damage.append(.badSize) }
        }
        guard size == nil, content == nil else { break }
        size = SizeRecord(record, in: window)
        if size == nil, !damage.contains(.badSize) { damage.append(.badSize) }
        if let flags = size?.flags, flags & ~SizeRecord.knownFlags != 0 { damage.append(.unknownFlags) }
      case .message:
        guard content == nil else { break }
        contentStart = record.next
        guard let end = endOfContent(record, &window) else {
          if let placed = placedContent(window), window.isMessageRecord(before: placed) { contentStart = placed }
          return finish(reader, window, isMaildrop: isMaildrop)
        }
        content = record.next..<end
        reader.seek(to: end)
      case .end:
        isComplete = true
        return finish(reader, window, isMaildrop: isMaildrop)
      default: add(record, &prefix, window)
      }
    }
    finish(reader, window, isMaildrop: isMaildrop)
  }

  private mutating func clear() {
    size = nil
    listedSize = nil
    arrival = nil
    arrivalMicroseconds = nil
    listedArrival = nil
    sender = nil
    recipients.removeAll(keepingCapacity: true)
    attributes.removeAll(keepingCapacity: true)
    warningTime = nil
    filter = nil
    redirect = nil
    contentStart = nil
    content = nil
    isComplete = false
    damage.removeAll(keepingCapacity: true)
  }

  private mutating func add(_ record: QueueRecord, _ prefix: inout RecipientPrefix, _ window: QueueFileWindow) {
    switch record.type {
    case .time:
      var numbers = RecordNumbers(window.bytes, record.data)
      let seconds = numbers.next()
      if sender == nil, listedArrival == nil { listedArrival = seconds.flatMap { $0 > 0 ? $0 : nil } }
      guard arrival == nil else { break }
      arrival = seconds
      arrivalMicroseconds = numbers.next()
    case .sender:
      if sender == nil { sender = record.data } else { damage.append(.secondSender(offset: record.offset)) }
    case .recipient:
      if sender == nil, recipients.isEmpty { damage.append(.recipientBeforeSender(offset: record.offset)) }
      addRecipient(.toDo, record, &prefix)
    case .done: addRecipient(.done, record, &prefix)
    case .cancelled: addRecipient(.cancelled, record, &prefix)
    case .originalRecipient: prefix.original = record.data
    case .attribute:
      attributes.append(record.data)
      switch window.bytes[record.data].first {
      case UInt8(ascii: "n"): prefix.notify = number("notify_flags", record, window) ?? prefix.notify
      case UInt8(ascii: "d"):
        prefix.dsnOriginal = window.bytes.value(of: "dsn_orig_rcpt", in: record.data) ?? prefix.dsnOriginal
      default: break
      }
    case .delayWarning:
      warningTime = RecordNumbers.first(window.bytes, record.data).flatMap { $0 > 0 ? $0 : nil }
    case .filter: filter = record.data
    case .redirect: redirect = record.data
    default:
      // Where one record is none, those behind it say nothing more.
      if !record.type.isKnown, !damage.contains(where: \.isUnknownRecord) {
        damage.append(.unknownRecord(type: record.type.rawValue, offset: record.offset))
      }
    }
  }

  /// What stands in front of a recipient's record and is about it.
  private struct RecipientPrefix {
    var original: Range<Int>?
    var notify: Int64?
    var dsnOriginal: Range<Int>?
  }

  private mutating func addRecipient(_ state: Recipient.State, _ record: QueueRecord, _ prefix: inout RecipientPrefix) {
    recipients.append(
      Recipient(
        address: record.data, original: prefix.original, state: state, offset: record.offset, notify: prefix.notify,
        dsnOriginal: prefix.dsnOriginal))
    prefix = RecipientPrefix()
  }

  private func number(_ name: StaticString, _ record: QueueRecord, _ window: QueueFileWindow) -> Int64? {
    window.bytes.value(of: name, in: record.data).flatMap { RecordNumbers.first(window.bytes, $0) }
  }

  /// Where the record behind the content begins.
  private mutating func endOfContent(_ message: QueueRecord, _ window: inout QueueFileWindow) -> Int? {
    if let size {
      let (end, isOver) = message.next.addingReportingOverflow(Int(clamping: size.dataSize))
      // In files of Postfix before 1.0 the content has no place of its own.
      let isPlaced = size.dataOffset.map { $0 == Int64(message.next) } ?? true
      if isPlaced, !isOver, let place = window.place(of: end, count: 1),
        window.bytes[place] == RecordType.extracted.rawValue
      {
        return end
      }
      damage.append(.misplacedContent)
    }
    // The content is only passed through.
    var passing = window.sibling()
    var reader = RecordReader(offset: message.next)
    while let record = reader.next(in: &passing) {
      if record.type == .extracted || record.type == .end { return record.offset }
      if record.type != .line, record.type != .continuedLine { break }
      if passing.used > 1 << 20 { passing.forget() }
    }
    if let found = reader.damage { damage.append(found) }
    return nil
  }

  private mutating func finish(_ reader: RecordReader, _ window: QueueFileWindow, isMaildrop: Bool) {
    if let found = reader.damage { damage.append(found) }
    if size == nil, !isMaildrop, !damage.contains(.badSize) { damage.append(.missingSize) }
    if arrival == nil, !isMaildrop { damage.append(.missingTime) }
    if sender == nil { damage.append(.missingSender) }
    if !isComplete { damage.append(.incomplete) }
    if contentStart == nil { contentStart = placedContent(window) }
  }

  /// Where the size record says that the content begins, if that is in the file.
  private func placedContent(_ window: QueueFileWindow) -> Int? {
    size?.dataOffset.flatMap { $0 < Int64(window.size) ? Int($0) : nil }
  }
}

extension QueueFileWindow {
  /// Whether the record that opens the content ends at a place of the file.
  fileprivate mutating func isMessageRecord(before offset: Int) -> Bool {
    guard offset >= 2, let place = place(of: offset - 2, count: 2) else { return false }
    return bytes[place] == RecordType.message.rawValue && bytes[place + 1] == 0
  }
}

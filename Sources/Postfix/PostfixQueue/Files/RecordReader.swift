// Reads the records of a queue file one after the other, as rec_get(3) does: pointers are followed, padding is skipped.
//
// A record is a type, a length of one to four bytes (seven bits each, low bits first) and that many bytes. Every length
// is checked against the file before anything is fetched. Source: record.c.

public struct QueueRecord: Sendable {
  public let type: RecordType
  /// Where the record begins in the file, in bytes.
  public let offset: Int
  /// The record's content, as a range of the window's bytes.
  public let data: Range<Int>
  /// Where the next record begins in the file.
  public let next: Int

  /// The first of its numbers; nil when it has none.
  public func number(in window: QueueFileWindow) -> Int64? { RecordNumbers.first(window.bytes, data) }
}

public struct RecordReader: Sendable {
  /// How often a pointer may lead backwards. Source: record.c.
  static let jumpLimit = 10_000

  /// Where the next record is looked for, in bytes from the beginning of the file.
  public private(set) var offset: Int
  /// Why reading ended early.
  public private(set) var damage: QueueFileDamage?
  /// With false, pointers and padding are records like any other.
  private let isFollowing: Bool
  /// Pointers that have led backwards. Nothing else is remembered while reading, so one that is met again is met for ever.
  private var backward: Set<Int> = []

  public init(offset: Int = 0, followingPointers isFollowing: Bool = true) {
    self.offset = offset
    self.isFollowing = isFollowing
  }

  /// Nil at the end of the file, and after damage.
  public mutating func next(in window: inout QueueFileWindow) -> QueueRecord? {
    if isFollowing, damage == nil, let record = window.shortRecord(at: offset) {
      offset = record.next
      return record
    }
    while let record = rawRecord(in: &window) {
      offset = record.next
      guard isFollowing else { return record }
      switch record.type {
      case .padding: continue
      case .pointer:
        guard follow(record, in: window) else { return nil }
      default: return record
      }
    }
    return nil
  }

  /// The next record that has one of these types; the others are passed over.
  public mutating func next(among types: RecordTypeSet, in window: inout QueueFileWindow) -> QueueRecord? {
    while true {
      if damage == nil, let record = window.shortRecord(among: types, from: &offset) { return record }
      guard let record = next(in: &window) else { return nil }
      if types.contains(record.type) { return record }
    }
  }

  /// Passes over the content, behind the record that begins it. False when its end is not where it has to be.
  /// - Parameter size: what the size record says; nil where there is none.
  public mutating func skipContent(_ size: Int64?, in window: inout QueueFileWindow) -> Bool {
    guard let size else { return searchEndOfContent(window) }
    let (end, isOver) = offset.addingReportingOverflow(Int(clamping: size))
    guard !isOver, let place = window.place(of: end, count: 1), window.bytes[place] == RecordType.extracted.rawValue
    else { return false }
    offset = end
    return true
  }

  private mutating func searchEndOfContent(_ window: QueueFileWindow) -> Bool {
    var passing = window.sibling()
    var reader = RecordReader(offset: offset)
    while let record = reader.next(in: &passing) {
      if record.type == .extracted {
        offset = record.offset
        return true
      }
      guard record.type == .line || record.type == .continuedLine else { return false }
      if passing.used > 1 << 20 { passing.forget() }
    }
    return false
  }

  /// Goes on at another place.
  public mutating func seek(to offset: Int) { self.offset = offset }

  private mutating func rawRecord(in window: inout QueueFileWindow) -> QueueRecord? {
    let start = offset
    guard damage == nil, start < window.size else { return nil }
    let head: RecordHead
    do throws(QueueFileDamage) {
      head = try window.recordHead(at: start)
    } catch {
      return fail(error, window)
    }
    guard head.type.rawValue != 0 else { return fail(.unknownRecord(type: 0, offset: start), window) }
    guard let whole = window.place(of: start, count: head.size) else {
      return fail(.cutRecord(offset: start), window)
    }
    return QueueRecord(
      type: head.type, offset: start, data: (whole + head.headerSize)..<(whole + head.size), next: start + head.size)
  }

  private mutating func follow(_ record: QueueRecord, in window: QueueFileWindow) -> Bool {
    guard let target = RecordNumbers.first(window.bytes, record.data), target >= 0, target < window.size else {
      damage = .badPointer(offset: record.offset)
      return false
    }
    guard target > 0 else { return true }
    if target <= record.offset {
      guard backward.insert(record.offset).inserted, backward.count <= Self.jumpLimit else {
        damage = .pointerLoop(offset: record.offset)
        return false
      }
    }
    offset = Int(target)
    return true
  }

  private mutating func fail(_ damage: QueueFileDamage, _ window: QueueFileWindow) -> QueueRecord? {
    self.damage = window.isFull ? .tooLarge : damage
    return nil
  }
}

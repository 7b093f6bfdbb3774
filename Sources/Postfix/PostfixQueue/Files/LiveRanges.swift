// Which parts of a queue file Postfix reads.
//
// A pointer overwrites the record that it replaces, and what is longer than a pointer leaves remains that are no records.
// What Postfix reads is told by reading as it does: along the pointers, of which those to 0 lead nowhere.

import Bytes

public struct LiveRanges: Sendable {
  /// A file with more jumps than this is not followed to its end.
  private static let limit = 100_000

  /// From the first byte of a record to behind the last one of a row, in the order of the file.
  public private(set) var ranges: [Range<Int>] = []
  /// Whether the record that ends the message was reached. Otherwise there may be more.
  public private(set) var isComplete = false

  /// Forgets what the window had in memory.
  public init(_ window: inout QueueFileWindow) {
    var reader = RecordReader(followingPointers: false)
    var followed: Set<Int> = []
    var start = 0
    while ranges.count < Self.limit, let record = reader.next(in: &window) {
      if record.type == .end {
        isComplete = true
        break
      }
      defer { if window.used > 1 << 20 { window.forget() } }
      guard record.type == .pointer, let target = RecordNumbers.first(window.bytes, record.data), target > 0 else {
        continue
      }
      guard target < window.size, followed.insert(record.offset).inserted else { break }
      ranges.append(start..<record.next)
      start = Int(target)
      reader.seek(to: start)
    }
    if reader.offset > start { ranges.append(start..<reader.offset) }
    window.forget()
    ranges.sort { ($0.lowerBound, $0.upperBound) < ($1.lowerBound, $1.upperBound) }
  }

  /// Where reading goes on at or behind a place that is in no range: nil for nowhere. The place itself where it is in one.
  public func next(from place: Int) -> Int? {
    // Ranges of a sound file do not overlap.
    let index = ranges.partitionIndex { $0.upperBound <= place }
    return index < ranges.count ? max(place, ranges[index].lowerBound) : nil
  }
}

extension QueueFileWindow {
  /// Whether records of known types follow each other from one place exactly to another.
  public mutating func hasRecords(from start: Int, to end: Int) -> Bool {
    var place = start
    while place < end {
      guard let head = try? recordHead(at: place), head.type.isKnown, head.size <= end - place else { return false }
      place += head.size
      if used > 1 << 20 { forget() }
    }
    return place == end
  }
}

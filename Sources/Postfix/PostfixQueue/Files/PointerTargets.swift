// Where the pointers of a file lead.
//
// A pointer overwrites the record that it replaces, and what is longer than a pointer leaves remains that are no records.
// The next record behind them is the target of some other pointer.

public enum PointerTargets {
  /// No more are kept.
  private static let limit = 100_000

  /// In the order of the file. Forgets what the window had in memory.
  public static func of(_ window: inout QueueFileWindow) -> [Int] {
    var reader = RecordReader(followingPointers: false)
    var targets: Set<Int> = []
    var followed: Set<Int> = []
    while targets.count < limit, let record = reader.next(in: &window), record.type != .end {
      defer { if window.used > 1 << 20 { window.forget() } }
      guard record.type == .pointer, let target = RecordNumbers.first(window.bytes, record.data), target > 0,
        target < window.size, followed.insert(record.offset).inserted
      else { continue }
      targets.insert(Int(target))
      reader.seek(to: Int(target))
    }
    window.forget()
    return targets.sorted()
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

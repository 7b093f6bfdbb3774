// Finds the next record behind damage.
//
// Records carry no mark of their own. A place is taken for a record when several records of known types follow each other
// from there, or when they end exactly where the file does.

extension QueueFileWindow {
  /// How many records have to follow each other.
  private static let chain = 4

  /// Where records go on behind an offset; nil when they do not. Forgets what was read before.
  public mutating func nextRecord(after offset: Int) -> Int? {
    guard offset < size else { return nil }
    var start = offset + 1
    while start < size {
      if used > 1 << 20 { forget() }
      if beginsChain(at: start) { return start }
      start += 1
    }
    return nil
  }

  private mutating func beginsChain(at start: Int) -> Bool {
    var place = start
    for _ in 0..<Self.chain {
      guard place < size else { return place == size && place > start }
      guard let head = try? recordHead(at: place), head.type.isKnown, head.size <= size - place else { return false }
      place += head.size
    }
    return true
  }
}

// The text of an index as the reader of its archive gives it, in blocks of whole lines, and the order in which lines come.

struct IndexBlock: Sendable {
  let bytes: [UInt8]
  /// Where the last whole line ends.
  fileprivate let end: Int

  var lines: IndexLines { IndexLines(bytes, end: end) }
}

struct IndexText {
  /// Bytes; a message with a million recipients has less.
  private static let longestLine = 64 << 20

  private let blockSize: Int
  /// What was read behind the last block.
  private var rest: [UInt8] = []
  private var isAtEnd = false

  init(blockSize: Int) { self.blockSize = blockSize }

  /// Some lines; nil at the end.
  mutating func next(_ reader: inout ArchiveReader) throws -> IndexBlock? {
    while !isAtEnd {
      let more = try reader.content(upTo: blockSize)
      isAtEnd = more.isEmpty
      let start = rest.count
      rest += more
      // At the end there may be a line without its end.
      let end = isAtEnd ? start : (more.lastIndex(of: 0x0A).map { start + $0 + 1 } ?? 0)
      guard rest.count < Self.longestLine || end > 0 else { throw SnapshotFlaw("its index has a line without an end") }
      guard end > 0 else { continue }
      defer { rest.removeFirst(end) }
      return IndexBlock(bytes: rest, end: end)
    }
    return nil
  }
}

struct IndexOrder {
  /// The last line, once it has come.
  private(set) var summary: SnapshotSummary?
  private var hasMessages = false

  mutating func pass<Line: IndexReading>(_ found: Line, to line: (Line) throws -> Void) throws {
    guard summary == nil else { throw SnapshotFlaw("its index goes on behind its summary") }
    switch found.kind {
    case .summary(let last): summary = last
    case .message:
      hasMessages = true
      try line(found)
    case .left:
      // Who reads a message has to know by then whether it counts.
      guard !hasMessages else { throw SnapshotFlaw("its index tells too late what left the queue") }
      try line(found)
    }
  }
}

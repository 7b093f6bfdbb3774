// The lines of a YAML file, for relating a scalar's text to its source.
//
// Line ends are libyaml's: LF, CR, CR LF, NEL, LS and PS. Columns count characters, as libyaml's marks do.

struct SourceLines {
  private let bytes: [UInt8]
  /// Where each line starts; the first line at 0.
  private let starts: [Int]

  init(_ bytes: [UInt8]) {
    var starts = [0]
    var index = 0
    while index < bytes.count {
      let length = Self.lineEnd(in: bytes, at: index)
      index += max(length, 1)
      if length > 0 { starts.append(index) }
    }
    self.bytes = bytes
    self.starts = starts
  }

  /// The place of the byte `offset`, which may lie just behind the last byte.
  func position(ofByte offset: Int) -> YAMLPosition {
    let offset = min(max(offset, 0), bytes.count)
    var low = 0
    var high = starts.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if starts[middle] <= offset { low = middle } else { high = middle }
    }
    let column = Self.characters(in: bytes[starts[low]..<offset])
    return YAMLPosition(line: low + 1, column: column + 1)
  }

  /// The place itself, or the end of the file: libyaml puts what it misses at the end on a line that does not exist.
  func clamped(_ position: YAMLPosition) -> YAMLPosition {
    position.line <= starts.count ? position : self.position(ofByte: bytes.count)
  }

  /// The part of a line (counted from 1) from one column (counted from 1) up to another, without blanks around it.
  ///
  /// Nil if nothing but blanks is left, or if there is no such line.
  func trimmed(line: Int, from first: Int = 1, upTo end: Int? = nil) -> (text: ArraySlice<UInt8>, column: Int)? {
    guard line >= 1, line <= starts.count else { return nil }
    let stop = line < starts.count ? starts[line] : bytes.count
    var start = starts[line - 1]
    var column = 1
    while column < first, start < stop { advance(&start, &column, stop) }
    var last = stop
    if let end {
      last = start
      var at = column
      while at < end, last < stop { advance(&last, &at, stop) }
    }
    while start < last, Self.isBlank(bytes[start]) { advance(&start, &column, stop) }
    while start < last, Self.isBlank(bytes[last - 1]) { last -= 1 }
    return start < last ? (bytes[start..<last], column) : nil
  }

  /// Blank, TAB and line ends. The multi-byte line ends are left to the caller's comparison.
  static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D }

  private func advance(_ index: inout Int, _ column: inout Int, _ stop: Int) {
    repeat { index += 1 } while index < stop && bytes[index] & 0xC0 == 0x80
    column += 1
  }

  private static func characters(in bytes: ArraySlice<UInt8>) -> Int {
    bytes.reduce(into: 0) { count, byte in if byte & 0xC0 != 0x80 { count += 1 } }
  }

  /// How many bytes the line end at `index` takes; 0 if none is there.
  private static func lineEnd(in bytes: [UInt8], at index: Int) -> Int {
    func next(_ distance: Int) -> UInt8? { index + distance < bytes.count ? bytes[index + distance] : nil }
    return switch bytes[index] {
    case 0x0A: 1
    case 0x0D: next(1) == 0x0A ? 2 : 1
    case 0xC2: next(1) == 0x85 ? 2 : 0
    case 0xE2: next(1) == 0x80 && (next(2) == 0xA8 || next(2) == 0xA9) ? 3 : 0
    default: 0
    }
  }
}

// Changes to a file, collected by place and applied at once. Bytes that no change touches stay as they are.

struct ByteEdits {
  private var changes: [(range: Range<Int>, bytes: [UInt8])] = []

  /// Ranges must not overlap.
  mutating func replace(_ range: Range<Int>, with bytes: [UInt8]) { changes.append((range, bytes)) }
  mutating func insert(_ bytes: [UInt8], at offset: Int) { replace(offset..<offset, with: bytes) }

  func applied(to file: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    var position = 0
    let ordered = changes.enumerated().sorted {
      ($0.element.range.lowerBound, $0.offset) < ($1.element.range.lowerBound, $1.offset)
    }
    for (_, change) in ordered {
      result += file[position..<change.range.lowerBound]
      result += change.bytes
      position = change.range.upperBound
    }
    return result + file[position...]
  }
}

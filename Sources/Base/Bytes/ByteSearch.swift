// Finds bytes in a long text, block by block, and compares parts of it without making copies.

import Glibc

extension Array where Element == UInt8 {
  /// Where the sequence occurs for the first time; nil when it does not, or is empty.
  public func firstOccurrence(of sequence: [UInt8]) -> Range<Int>? {
    guard let first = sequence.first else { return nil }
    return withUnsafeBytes { text in
      sequence.withUnsafeBytes { wanted in
        guard let base = text.baseAddress, let start = wanted.baseAddress else { return nil }
        var offset = 0
        while text.count - offset >= wanted.count {
          guard let hit = memchr(base + offset, Int32(first), text.count - offset) else { return nil }
          offset = base.distance(to: UnsafeRawPointer(hit))
          guard text.count - offset >= wanted.count else { return nil }
          if memcmp(hit, start, wanted.count) == 0 { return offset..<(offset + wanted.count) }
          offset += 1
        }
        return nil
      }
    }
  }
}

// Parts of a text, by their places.
extension Array where Element == UInt8 {
  /// Where a byte occurs first in a part of the text.
  public func firstIndex(of byte: UInt8, in part: Range<Int>) -> Int? {
    precondition(part.lowerBound >= 0 && part.upperBound <= count)
    return withUnsafeBytes { text in
      guard let base = text.baseAddress, let hit = memchr(base + part.lowerBound, Int32(byte), part.count) else {
        return nil
      }
      return base.distance(to: UnsafeRawPointer(hit))
    }
  }

  /// Whether a part of the text is exactly this.
  public func holds(_ expected: StaticString, in part: Range<Int>) -> Bool {
    precondition(part.lowerBound >= 0 && part.upperBound <= count)
    guard part.count == expected.utf8CodeUnitCount else { return false }
    return withUnsafeBytes { text in
      guard let base = text.baseAddress else { return true }
      return memcmp(base + part.lowerBound, expected.utf8Start, part.count) == 0
    }
  }

  /// A part of the text without the blanks around it.
  public func trimmed(_ part: Range<Int>) -> Range<Int> {
    var (start, end) = (part.lowerBound, part.upperBound)
    while start < end, self[start].isASCIISpace { start += 1 }
    while end > start, self[end - 1].isASCIISpace { end -= 1 }
    return start..<end
  }
}

extension RandomAccessCollection<UInt8> {
  public func hasStart(_ text: StaticString) -> Bool { text.withUTF8Buffer { starts(with: $0) } }
  public func hasEnd(_ text: StaticString) -> Bool { text.withUTF8Buffer { suffix($0.count).elementsEqual($0) } }
}

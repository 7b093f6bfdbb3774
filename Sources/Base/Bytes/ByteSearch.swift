// Finds a sequence of bytes in a long text, block by block.

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

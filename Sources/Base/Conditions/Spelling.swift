// Did you mean: the known name nearest to a mistyped one.
//
// Distance is the number of typing slips: a letter wrong, missing, too many, or two neighbours swapped. Case and the
// choice between '-' and '_' do not count. A name is offered only if it is near: one slip per three letters.

public import Bytes

public enum Spelling {
  /// The candidate with the fewest slips, the first of equals; nil if none is near enough to be meant.
  public static func nearest(
    to name: ByteString, in candidates: some Sequence<ByteString>, slips: Int? = nil
  ) -> ByteString? {
    let wanted = folded(name.bytes)
    var best: ByteString?
    var limit = min(slips ?? 4, max(1, wanted.count / 3)) + 1
    for candidate in candidates {
      let other = folded(candidate.bytes)
      guard abs(other.count - wanted.count) < limit, !other.isEmpty else { continue }
      let slips = distance(wanted, other, below: limit)
      if slips < limit {
        best = candidate
        limit = slips
        if slips == 0 { break }
      }
    }
    return best
  }

  /// The same for names that are known as strings, for example the keys of a file or the words of a command line.
  public static func nearest(to name: String, in candidates: some Sequence<String>) -> String? {
    nearest(to: ByteString(name), in: candidates.lazy.map { ByteString($0) })?.description
  }

  /// Slips between two names, in bytes; any number of at least `limit` once that is certain.
  static func distance(_ left: [UInt8], _ right: [UInt8], below limit: Int = .max) -> Int {
    var beforePrevious: [Int] = []
    var previous = Array(0...right.count)
    for row in 0..<left.count {
      var current = [row + 1]
      current.reserveCapacity(right.count + 1)
      var smallest = row + 1
      for column in 0..<right.count {
        var slips = previous[column] + (left[row] == right[column] ? 0 : 1)
        slips = min(slips, previous[column + 1] + 1, current[column] + 1)
        if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
          slips = min(slips, beforePrevious[column - 1] + 1)
        }
        current.append(slips)
        smallest = min(smallest, slips)
      }
      // A swap reaches back two rows, so both must be out of reach before the rest can be skipped.
      if smallest >= limit, previous.allSatisfy({ $0 >= limit }) { return smallest }
      beforePrevious = previous
      previous = current
    }
    return previous[right.count]
  }

  private static func folded(_ name: [UInt8]) -> [UInt8] {
    name.map { $0.isASCIIUppercase ? $0 + 0x20 : ($0 == 0x2D ? 0x5F : $0) }
  }
}

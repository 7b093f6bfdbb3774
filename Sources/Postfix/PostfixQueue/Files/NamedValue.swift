// "name=value", as attributes of messages and lines of logs have it. Blanks around both do not count.

import Bytes

extension Array where Element == UInt8 {
  /// Where the value is, if a part of the text has that name.
  func value(of name: StaticString, in part: Range<Int>) -> Range<Int>? {
    var start = part.lowerBound
    while start < part.upperBound, self[start].isASCIISpace { start += 1 }
    let length = name.utf8CodeUnitCount
    guard part.upperBound - start > length, holds(name, in: start..<(start + length)) else { return nil }
    start += length
    while start < part.upperBound, self[start].isASCIISpace { start += 1 }
    guard start < part.upperBound, self[start] == UInt8(ascii: "=") else { return nil }
    return trimmed((start + 1)..<part.upperBound)
  }
}

// The decimal numbers of a record, separated by blanks, as sscanf(3) reads them.

import Bytes

struct RecordNumbers {
  private let bytes: [UInt8]
  private var index: Int
  private let end: Int

  init(_ bytes: [UInt8], _ range: Range<Int>) {
    self.bytes = bytes
    index = range.lowerBound
    end = range.upperBound
  }

  /// The first number of a record.
  static func first(_ bytes: [UInt8], _ range: Range<Int>) -> Int64? {
    var numbers = RecordNumbers(bytes, range)
    return numbers.next()
  }

  /// Nil when no number follows or it does not fit in 64 bits.
  mutating func next() -> Int64? {
    guard index < end, end <= bytes.count else { return nil }
    var place = index
    defer { index = place }
    return bytes.withUnsafeBytes { [end] bytes in
      while place < end, bytes[place].isASCIISpace { place &+= 1 }
      var isNegative = false
      if place < end, bytes[place] == UInt8(ascii: "-") || bytes[place] == UInt8(ascii: "+") {
        isNegative = bytes[place] == UInt8(ascii: "-")
        place &+= 1
      }
      let start = place
      var number: Int64 = 0
      while place < end, bytes[place].isASCIIDigit {
        let digit = Int64(bytes[place] &- UInt8(ascii: "0"))
        // Eighteen digits fit in any case.
        if place &- start < 18 {
          number = number &* 10 &+ digit
        } else {
          let (product, isTooLarge) = number.multipliedReportingOverflow(by: 10)
          let (sum, isOver) = product.addingReportingOverflow(digit)
          guard !isTooLarge, !isOver else { return nil }
          number = sum
        }
        place &+= 1
      }
      guard place > start else { return nil }
      return isNegative ? -number : number
    }
  }
}

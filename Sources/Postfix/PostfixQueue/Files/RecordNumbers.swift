// The decimal numbers of a record, separated by blanks, as sscanf(3) reads them.

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
    while index < end, bytes[index] == 0x20 || (0x09...0x0D).contains(bytes[index]) { index += 1 }
    var isNegative = false
    if index < end, bytes[index] == UInt8(ascii: "-") || bytes[index] == UInt8(ascii: "+") {
      isNegative = bytes[index] == UInt8(ascii: "-")
      index += 1
    }
    let start = index
    var number: Int64 = 0
    while index < end, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[index]) {
      let (product, isTooLarge) = number.multipliedReportingOverflow(by: 10)
      let (sum, isOver) = product.addingReportingOverflow(Int64(bytes[index] &- UInt8(ascii: "0")))
      guard !isTooLarge, !isOver else { return nil }
      number = sum
      index += 1
    }
    guard index > start else { return nil }
    return isNegative ? -number : number
  }
}

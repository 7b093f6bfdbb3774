// Numbers as digits, without a String for each: lists and tables have millions of them.

extension Array where Element == UInt8 {
  /// Appends a number in decimal digits.
  /// - Parameter width: filled up with blanks on the left.
  public mutating func append(decimal number: UInt64, width: Int = 0) {
    // Sixty-four bits have at most twenty digits. The last one comes first.
    withUnsafeTemporaryAllocation(byteCount: 20, alignment: 1) { digits in
      var start = digits.count
      var rest = number
      repeat {
        start -= 1
        digits[start] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
        rest /= 10
      } while rest != 0
      let padding = width - (digits.count - start)
      if padding > 0 { append(contentsOf: repeatElement(0x20, count: padding)) }
      append(contentsOf: UnsafeRawBufferPointer(rebasing: digits[start...]))
    }
  }
}

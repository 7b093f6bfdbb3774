// Decimal numbers as strtol(3) reads them: white space, a sign, digits; never a trap.

import Bytes

enum DecimalNumber {
  /// The number at the start of the text and what follows it. Nil when there are no digits or the number does not fit
  /// a C long.
  static func prefix(of text: ArraySlice<UInt8>) -> (value: Int, rest: ArraySlice<UInt8>)? {
    var rest = text.drop { $0.isASCIISpace }
    var isNegative = false
    if let sign = rest.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") {
      isNegative = sign == UInt8(ascii: "-")
      rest = rest.dropFirst()
    }
    guard rest.first?.isASCIIDigit == true else { return nil }
    var value = 0
    while let digit = rest.first, digit.isASCIIDigit {
      let tenfold = value.multipliedReportingOverflow(by: 10)
      let amount = Int(digit - UInt8(ascii: "0"))
      let next =
        isNegative
        ? tenfold.partialValue.subtractingReportingOverflow(amount)
        : tenfold.partialValue.addingReportingOverflow(amount)
      guard !tenfold.overflow, !next.overflow else { return nil }
      value = next.partialValue
      rest = rest.dropFirst()
    }
    return (value, rest)
  }
}

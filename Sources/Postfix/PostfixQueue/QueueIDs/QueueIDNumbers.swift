// The numbers in queue ids: digits and consonants, so that no id spells a word. Source: safe_ultostr.c.

enum QueueIDNumbers {
  static let digits = Array("0123456789BCDFGHJKLMNPQRSTVWXYZbcdfghjklmnpqrstvwxyz".utf8)

  /// The value of each byte; 255 for bytes that are no digit.
  private static let values: [UInt8] = {
    var values = [UInt8](repeating: 255, count: 256)
    for (value, digit) in digits.enumerated() { values[Int(digit)] = UInt8(value) }
    return values
  }()

  /// Nil for no digits, foreign characters and numbers over 64 bits.
  static func number(_ text: some Collection<UInt8>, base: UInt64) -> UInt64? {
    guard !text.isEmpty else { return nil }
    var number: UInt64 = 0
    for byte in text {
      let value = UInt64(values[Int(byte)])
      guard value < base else { return nil }
      let (product, isTooLarge) = number.multipliedReportingOverflow(by: base)
      let (sum, isOver) = product.addingReportingOverflow(value)
      guard !isTooLarge, !isOver else { return nil }
      number = sum
    }
    return number
  }

  /// Upper case hexadecimal digits as printf(3) writes them; nil for other characters and numbers over 64 bits.
  static func hexadecimal(_ text: some Collection<UInt8>) -> UInt64? {
    guard !text.isEmpty else { return nil }
    var number: UInt64 = 0
    for byte in text {
      let digit: UInt8
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = byte - UInt8(ascii: "0")
      case UInt8(ascii: "A")...UInt8(ascii: "F"): digit = byte - UInt8(ascii: "A") + 10
      default: return nil
      }
      guard number >> 60 == 0 else { return nil }
      number = number << 4 | UInt64(digit)
    }
    return number
  }

  /// - Parameter width: filled up with "0" on the left.
  static func text(_ number: UInt64, base: UInt64, width: Int = 1) -> [UInt8] {
    var rest = number
    var text: [UInt8] = []
    while rest > 0 {
      text.append(digits[Int(rest % base)])
      rest /= base
    }
    while text.count < width { text.append(UInt8(ascii: "0")) }
    return text.reversed()
  }

  static func hexadecimal(_ number: UInt64, width: Int = 1) -> [UInt8] {
    let count = max(width, (UInt64.bitWidth - number.leadingZeroBitCount + 3) / 4)
    return [UInt8](unsafeUninitializedCapacity: count) { text, used in
      for index in 0..<count {
        let digit = UInt8(truncatingIfNeeded: number >> UInt64(4 * (count - 1 - index)) & 15)
        text[index] = digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "A") - 10 + digit
      }
      used = count
    }
  }
}

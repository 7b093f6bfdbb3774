// Numbers and what is built of them: 500, 5d, 10M, 3.10.2.
//
// Digits that run into letters which are no unit are a name: Postfix has a parameter 2bounce_notice_recipient.

import Bytes

extension Lexer {
  /// Seconds in a unit of time.
  static func seconds(in unit: UInt8) -> Int64? {
    switch unit {
    case 0x73: 1  // s
    case 0x6D: 60  // m
    case 0x68: 3600  // h
    case 0x64: 86_400  // d
    case 0x77: 604_800  // w
    default: nil
    }
  }

  /// Bytes in a unit of size.
  static func bytes(in unit: UInt8) -> Int64? {
    switch unit {
    case 0x6B: 1 << 10  // k
    case 0x4D: 1 << 20  // M
    case 0x47: 1 << 30  // G
    case 0x54: 1 << 40  // T
    default: nil
    }
  }

  mutating func number() throws(ConditionError) -> Token.Kind {
    let start = offset
    let amount = digits()
    if byte() == 0x2E, let digit = byte(ahead: 1), digit.isASCIIDigit {
      return .literal(.version(try version(from: start)), .version)
    }
    let letters = skipName()
    switch offset - letters {
    case 0:
      guard let amount else { throw tooLarge(start) }
      return .literal(.number(amount), .number)
    case 1:
      if let unit = Lexer.seconds(in: bytes[letters]) {
        return .literal(.duration(try scaled(amount, by: unit, from: start)), .duration)
      }
      if let unit = Lexer.bytes(in: bytes[letters]) {
        return .literal(.size(try scaled(amount, by: unit, from: start)), .size)
      }
      return .identifier
    default:
      return .identifier
    }
  }

  /// The number that the digits here make; nil if it does not fit.
  private mutating func digits() -> Int64? {
    var amount: Int64? = 0
    while let digit = byte(), digit.isASCIIDigit {
      if let smaller = amount {
        let shifted = smaller.multipliedReportingOverflow(by: 10)
        let sum = shifted.partialValue.addingReportingOverflow(Int64(digit - 0x30))
        amount = shifted.overflow || sum.overflow ? nil : sum.partialValue
      }
      offset += 1
    }
    return amount
  }

  private func scaled(_ amount: Int64?, by unit: Int64, from start: Int) throws(ConditionError) -> Int64 {
    guard let amount else { throw tooLarge(start) }
    let product = amount.multipliedReportingOverflow(by: unit)
    if product.overflow { throw tooLarge(start) }
    return product.partialValue
  }

  private func tooLarge(_ start: Int) -> ConditionError {
    source.error(start..<offset, "the number \(source.quoted(start..<offset)) is too large")
  }

  private mutating func version(from start: Int) throws(ConditionError) -> VersionNumber {
    offset = start
    var parts: [UInt32] = []
    while true {
      guard let part = digits().flatMap({ UInt32(exactly: $0) }) else { throw tooLarge(start) }
      parts.append(part)
      guard byte() == 0x2E, let digit = byte(ahead: 1), digit.isASCIIDigit else { break }
      offset += 1
    }
    let end = offset
    let letters = skipName()
    guard parts.count <= 3, letters == offset else {
      throw source.error(
        start..<offset, "\(source.quoted(start..<offset)) is no version",
        hint: letters == offset
          ? "a version has two or three numbers" : "numbers with a unit are whole: write 90s, not 1.5m")
    }
    offset = end
    return VersionNumber(parts[0], parts[1], parts.count > 2 ? parts[2] : 0)
  }
}

// A queue id in a log line, small enough to be kept and compared without memory of its own.

public import Bytes

public struct QueueIDText: Hashable, Sendable {
  /// Any id that Postfix can write: 21 bytes for short ones, and 24 for long ones until the year 2600.
  static let lengthLimit = 24

  private let first: UInt64
  private let second: UInt64
  private let third: UInt64

  /// Nil for what is no queue id. Words such as "warning" and NOQUEUE are none.
  public init?(_ name: ByteString) {
    self.init(in: name.bytes.span, from: 0, to: name.count)
  }

  init?(in line: Span<UInt8>, from start: Int, to end: Int) {
    guard start >= 0, start <= end, end <= line.count else { return nil }
    let range = start..<end
    guard range.count >= 6, range.count <= Self.lengthLimit, Self.isShort(line, range) || Self.isLong(line, range)
    else { return nil }
    var words: (UInt64, UInt64, UInt64) = (0, 0, 0)
    var offset = 0
    for index in range.lowerBound..<range.upperBound {
      let byte = UInt64(line[index]) << UInt64((offset & 7) * 8)
      switch offset >> 3 {
      case 0: words.0 |= byte
      case 1: words.1 |= byte
      default: words.2 |= byte
      }
      offset += 1
    }
    (first, second, third) = words
  }

  /// As Postfix wrote it.
  public var name: ByteString {
    var bytes: [UInt8] = []
    for word in [first, second, third] {
      for shift in 0..<8 {
        let byte = UInt8(truncatingIfNeeded: word >> UInt64(shift * 8))
        if byte != 0 { bytes.append(byte) }
      }
    }
    return ByteString(bytes)
  }

  /// Microseconds and inode in hexadecimal. Source: mail_queue.h.
  private static func isShort(_ line: Span<UInt8>, _ range: Range<Int>) -> Bool {
    for index in range.lowerBound..<range.upperBound {
      let byte = line[index]
      guard byte.isASCIIDigit || (byte >= 0x41 && byte <= 0x46) else { return false }
    }
    return true
  }

  /// Time in digits and consonants, "z", and inode. Source: mail_queue.h, safe_ultostr.c.
  private static func isLong(_ line: Span<UInt8>, _ range: Range<Int>) -> Bool {
    var mark = -1
    for index in range.lowerBound..<range.upperBound {
      let byte = line[index]
      guard byte.isASCIIDigit || byte.isASCIILetter, !isVowel(byte) else { return false }
      if byte == UInt8(ascii: "z") { mark = index }
    }
    return mark >= range.lowerBound + 10 && mark < range.upperBound - 1
  }

  private static func isVowel(_ byte: UInt8) -> Bool {
    switch byte | 0x20 {
    case 0x61, 0x65, 0x69, 0x6F, 0x75: true
    default: false
    }
  }
}

// A SHA-256 as a value: 32 bytes in the program, 64 hexadecimal digits in files.

public import Bytes

public struct SHA256Sum: Hashable, Sendable {
  // Big-endian.
  private var first: UInt64 = 0
  private var second: UInt64 = 0
  private var third: UInt64 = 0
  private var fourth: UInt64 = 0

  /// All zeros, which is the sum of nothing that anybody knows.
  public init() {}

  /// Nil unless there are 32 bytes.
  public init?(_ bytes: [UInt8]) {
    guard bytes.count == SHA256Digest.length else { return nil }
    func word(_ start: Int) -> UInt64 {
      bytes.withUnsafeBytes { UInt64(bigEndian: $0.loadUnaligned(fromByteOffset: start, as: UInt64.self)) }
    }
    (first, second, third, fourth) = (word(0), word(8), word(16), word(24))
  }

  /// Nil unless there are 64 hexadecimal digits in lower case.
  public init?(digits: ByteString) {
    guard digits.count == 2 * SHA256Digest.length else { return nil }
    guard let first = Self.word(digits.bytes, at: 0), let second = Self.word(digits.bytes, at: 16),
      let third = Self.word(digits.bytes, at: 32), let fourth = Self.word(digits.bytes, at: 48)
    else { return nil }
    (self.first, self.second, self.third, self.fourth) = (first, second, third, fourth)
  }

  private static func word(_ digits: [UInt8], at place: Int) -> UInt64? {
    var word: UInt64 = 0
    for index in place..<(place + 16) {
      switch digits[index] {
      case 0x30...0x39: word = word << 4 | UInt64(digits[index] &- 0x30)
      case 0x61...0x66: word = word << 4 | UInt64(digits[index] &- 0x57)
      default: return nil
      }
    }
    return word
  }

  /// As sha256sum(1) prints it.
  public var digits: ByteString {
    ByteString(
      [UInt8](unsafeUninitializedCapacity: 2 * SHA256Digest.length) { buffer, count in
        for word in [first, second, third, fourth] {
          for shift in stride(from: UInt64(60), through: 0, by: -4) {
            let digit = UInt8(truncatingIfNeeded: word >> shift & 15)
            buffer[count] = digit < 10 ? 0x30 + digit : 0x57 + digit
            count += 1
          }
        }
      })
  }
}

extension SHA256Sum: CustomStringConvertible {
  public var description: String { digits.description }
}

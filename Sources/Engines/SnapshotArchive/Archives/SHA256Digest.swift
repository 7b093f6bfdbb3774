// SHA-256 (FIPS 180-4), the sum that sha256sum(1) prints. By OpenSSL, which has the fastest code for each processor.

import CCrypto

/// A sum in the making. A copy goes on by itself.
public struct SHA256Digest: Sendable {
  /// Bytes in a sum.
  public static let length = 32

  private var context = SHA256_CTX()

  public init() { SHA256_Init(&context) }

  public mutating func update(_ bytes: UnsafeRawBufferPointer) {
    guard let start = bytes.baseAddress else { return }
    SHA256_Update(&context, start, bytes.count)
  }

  public mutating func update(_ bytes: [UInt8]) { bytes.withUnsafeBytes { update($0) } }

  /// The sum of all bytes so far: 32 bytes.
  public func value() -> [UInt8] {
    var last = context
    return [UInt8](unsafeUninitializedCapacity: Self.length) { buffer, count in
      SHA256_Final(buffer.baseAddress, &last)
      count = Self.length
    }
  }

  /// The sum of all bytes so far.
  public func sum() -> SHA256Sum { SHA256Sum(value()) ?? SHA256Sum() }

  /// The sum of some bytes.
  public static func sum(of bytes: [UInt8]) -> SHA256Sum {
    var digest = SHA256Digest()
    digest.update(bytes)
    return digest.sum()
  }

  /// The sum of some bytes: 32 bytes.
  public static func of(_ bytes: [UInt8]) -> [UInt8] {
    var digest = SHA256Digest()
    digest.update(bytes)
    return digest.value()
  }

  /// A sum as sha256sum(1) prints it: 64 lower-case hexadecimal digits.
  public static func text(of value: [UInt8]) -> String {
    String(unsafeUninitializedCapacity: 2 * value.count) { buffer in
      for (index, byte) in value.enumerated() {
        buffer[2 * index] = digit(byte >> 4)
        buffer[2 * index + 1] = digit(byte & 15)
      }
      return 2 * value.count
    }
  }

  private static func digit(_ value: UInt8) -> UInt8 { value < 10 ? 0x30 + value : 0x57 + value }
}

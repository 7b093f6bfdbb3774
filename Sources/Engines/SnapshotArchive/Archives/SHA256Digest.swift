// SHA-256 (FIPS 180-4), the sum that sha256sum(1) prints. By nettle, which uses the processor's instructions for it.

import CNettle

/// A sum in the making. A copy goes on by itself.
public struct SHA256Digest: Sendable {
  /// Bytes in a sum.
  public static let length = 32

  private var context = sha256_ctx()

  public init() { nettle_sha256_init(&context) }

  public mutating func update(_ bytes: UnsafeRawBufferPointer) {
    guard let start = bytes.baseAddress else { return }
    nettle_sha256_update(&context, bytes.count, start.assumingMemoryBound(to: UInt8.self))
  }

  public mutating func update(_ bytes: [UInt8]) { bytes.withUnsafeBytes { update($0) } }

  /// The sum of all bytes so far: 32 bytes.
  public func value() -> [UInt8] {
    var last = context
    return [UInt8](unsafeUninitializedCapacity: Self.length) { buffer, count in
      nettle_sha256_digest(&last, Self.length, buffer.baseAddress)
      count = Self.length
    }
  }

  /// The sum of some bytes: 32 bytes.
  public static func of(_ bytes: [UInt8]) -> [UInt8] {
    var digest = SHA256Digest()
    digest.update(bytes)
    return digest.value()
  }

  /// A sum as sha256sum(1) prints it: 64 lower-case hexadecimal digits.
  public static func text(of value: [UInt8]) -> String {
    let digits = Array("0123456789abcdef".utf8)
    return String(decoding: value.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }
}

// compatibility_level: major[.minor[.patch]], compared number by number.
//
// Source: compat_level.c.

public import Bytes

/// A parsed compatibility level.
public struct CompatibilityLevel: Hashable, Sendable, Comparable {
  public let major: Int
  public let minor: Int
  public let patch: Int

  /// Nil where Postfix says "malformed compatibility level syntax". Minor and patch go up to 1023.
  public init?(_ text: ByteString) {
    let parts = text.bytes.split(separator: UInt8(ascii: "."), maxSplits: 2, omittingEmptySubsequences: false)
    var numbers = [0, 0, 0]
    for (index, part) in parts.enumerated() {
      guard let number = DecimalNumber.prefix(of: part), number.rest.isEmpty else { return nil }
      guard number.value >= 0, number.value <= (index == 0 ? Int.max >> 20 : 1023) else { return nil }
      numbers[index] = number.value
    }
    (major, minor, patch) = (numbers[0], numbers[1], numbers[2])
  }

  public static func < (left: CompatibilityLevel, right: CompatibilityLevel) -> Bool {
    (left.major, left.minor, left.patch) < (right.major, right.minor, right.patch)
  }
}

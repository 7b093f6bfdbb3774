// A set of bytes: what a dot, a bracket or an escape of a pattern can stand for.

import Bytes

struct ByteSet: Hashable, Sendable {
  private var low: UInt128 = 0
  private var high: UInt128 = 0

  init() {}
  init(_ byte: UInt8) { insert(byte) }
  init(where isMember: (UInt8) -> Bool) {
    for byte in UInt8.min...UInt8.max where isMember(byte) { insert(byte) }
  }

  var isEmpty: Bool { low == 0 && high == 0 }

  func contains(_ byte: UInt8) -> Bool { ((byte < 128 ? low : high) >> (byte & 127)) & 1 == 1 }

  mutating func insert(_ byte: UInt8) {
    if byte < 128 { low |= 1 << byte } else { high |= 1 << (byte & 127) }
  }

  mutating func formUnion(_ other: ByteSet) {
    low |= other.low
    high |= other.high
  }

  var inverted: ByteSet {
    var set = ByteSet()
    (set.low, set.high) = (~low, ~high)
    return set
  }

  /// With the other case of each ASCII letter.
  var ignoringCase: ByteSet { ByteSet { contains($0) || ($0.isASCIILetter && contains($0 ^ 0x20)) } }

  /// A sensible member: a lower-case letter or a digit if there is one, then whatever can be read, then the rest.
  /// - Parameter choice: gives other members for other numbers, as far as there are any.
  func member(_ choice: Int) -> UInt8? {
    let plain = Self.preferred.filter(contains)
    if !plain.isEmpty { return plain[(choice & 0xFF) % plain.count] }
    return (0x20...0x7E).first(where: contains) ?? (0x80...0xFF).first(where: contains) ?? (0...0x1F).last(
      where: contains)
      ?? (contains(0x7F) ? 0x7F : nil)
  }

  private static let preferred = Array("axmbt1s07dnceifghjklopqruvwyz2345689".utf8)
}

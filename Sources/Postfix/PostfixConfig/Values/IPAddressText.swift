// The text forms of IP addresses: inet_pton(3) and inet_ntop(3) without the system.

import Bytes

enum IPAddressText {
  static func parse(_ text: ByteString) -> [UInt8]? {
    text.bytes.contains(UInt8(ascii: ":")) ? parseIPv6(text.bytes[...]) : parseIPv4(text.bytes[...]).map(bytes(of:))
  }

  /// Four decimal numbers, the first in the top byte; more digits than needed and other bases are refused as
  /// inet_pton does.
  static func parseIPv4(_ text: ArraySlice<UInt8>) -> UInt32? {
    var address: UInt32 = 0
    var parts = 1
    // The number at hand; nil before its first digit.
    var number: UInt32?
    for byte in text {
      if byte == UInt8(ascii: ".") {
        guard let part = number, parts < 4 else { return nil }
        address = address << 8 | part
        parts += 1
        number = nil
      } else {
        // No number goes on behind a leading zero.
        guard byte.isASCIIDigit, number != 0 else { return nil }
        let next = (number ?? 0) * 10 + UInt32(byte - UInt8(ascii: "0"))
        guard next <= 255 else { return nil }
        number = next
      }
    }
    guard let part = number, parts == 4 else { return nil }
    return address << 8 | part
  }

  private static func bytes(of address: UInt32) -> [UInt8] {
    stride(from: 24, through: 0, by: -8).map { UInt8(truncatingIfNeeded: address >> UInt32($0)) }
  }

  private static func parseIPv6(_ text: ArraySlice<UInt8>) -> [UInt8]? {
    guard let gap = firstGap(in: text) else { return groups(text).flatMap { $0.count == 16 ? $0 : nil } }
    guard let head = groups(text[..<gap], atEnd: false), let tail = groups(text[(gap + 2)...]),
      head.count + tail.count <= 14
    else { return nil }
    return head + Array(repeating: 0, count: 16 - head.count - tail.count) + tail
  }

  private static func firstGap(in text: ArraySlice<UInt8>) -> Int? {
    text.indices.dropLast().first { text[$0] == UInt8(ascii: ":") && text[$0 + 1] == UInt8(ascii: ":") }
  }

  /// Groups of hexadecimal digits between colons; the last of the address may be an IPv4 address.
  private static func groups(_ text: ArraySlice<UInt8>, atEnd: Bool = true) -> [UInt8]? {
    if text.isEmpty { return [] }
    let parts = text.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
    var bytes: [UInt8] = []
    for (index, part) in parts.enumerated() {
      if atEnd, index == parts.count - 1, part.contains(UInt8(ascii: ".")) {
        guard let mapped = parseIPv4(part) else { return nil }
        bytes += self.bytes(of: mapped)
        continue
      }
      guard (1...4).contains(part.count), let value = hexadecimal(part) else { return nil }
      bytes += [UInt8(value >> 8), UInt8(value & 0xFF)]
    }
    return bytes.count <= 16 ? bytes : nil
  }

  /// - Parameter digits: at most four.
  private static func hexadecimal(_ digits: ArraySlice<UInt8>) -> UInt16? {
    var value: UInt16 = 0
    for digit in digits {
      let lower = digit | 0x20
      guard digit.isASCIIDigit || (0x61...0x66).contains(lower) else { return nil }
      value = value << 4 | UInt16(digit.isASCIIDigit ? digit - 0x30 : lower - 0x61 + 10)
    }
    return value
  }

  static func format(_ address: [UInt8]) -> ByteString {
    guard address.count == 16 else { return ByteString(address.map(String.init).joined(separator: ".")) }
    let groups = stride(from: 0, to: 16, by: 2).map { UInt16(address[$0]) << 8 | UInt16(address[$0 + 1]) }
    if groups[..<5].allSatisfy({ $0 == 0 }), groups[5] == 0xFFFF {
      return "::ffff:" + format(Array(address[12...]))
    }
    // The first of the longest runs of two or more zero groups becomes "::".
    var best = 0..<0
    var index = 0
    while index < 8 {
      let end = groups[index...].firstIndex { $0 != 0 } ?? 8
      if end - index > max(best.count, 1) { best = index..<end }
      index = max(end, index + 1)
    }
    func text(_ range: Range<Int>) -> String { range.map { String(groups[$0], radix: 16) }.joined(separator: ":") }
    if best.isEmpty { return ByteString(text(0..<8)) }
    return ByteString(text(0..<best.lowerBound) + "::" + text(best.upperBound..<8))
  }
}

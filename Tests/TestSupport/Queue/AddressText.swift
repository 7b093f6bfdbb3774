// Addresses as Postfix prints them: in defer logs and in listings.
//
// Source: quote_822_local.c, printable.c of 3.7.

public import Bytes

public enum AddressText {
  /// The local part in quotes where RFC 822 asks for them, and "?" for what cannot be printed.
  public static func printed(_ address: ByteString) -> ByteString { printable(quoted(address)) }

  /// Every control byte and every byte that does not belong to UTF-8 becomes "?".
  public static func printable(_ text: ByteString) -> ByteString {
    var result = text.bytes
    var index = 0
    while index < result.count {
      let byte = result[index]
      var length = 1
      if byte >= 0xC2, index + 1 < result.count, isContinuation(result[index + 1]) {
        while index + length < result.count, isContinuation(result[index + length]) { length += 1 }
      } else if byte < 0x20 || byte > 0x7E {
        result[index] = UInt8(ascii: "?")
      }
      index += length
    }
    return ByteString(result)
  }

  private static func quoted(_ address: ByteString) -> ByteString {
    let end = address.bytes.lastIndex(of: UInt8(ascii: "@")) ?? address.bytes.endIndex
    // A source route, "@hop:", is no part of the local part.
    let isRouted = address.bytes.first == UInt8(ascii: "@")
    let colon = isRouted ? address.bytes[..<end].firstIndex(of: UInt8(ascii: ":")) : nil
    let start = colon.map { $0 + 1 } ?? 0
    let local = address.bytes[start..<end]
    guard !isDotString(local) else { return address }
    var result = address.bytes[..<start] + [UInt8(ascii: "\"")]
    for byte in local {
      if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") || byte == 0x0D { result.append(UInt8(ascii: "\\")) }
      result.append(byte)
    }
    return ByteString(result + [UInt8(ascii: "\"")] + address.bytes[end...])
  }

  private static let dot = UInt8(ascii: ".")
  private static let special = Set("()<>@,;:\\\"[] ".utf8)

  private static func isDotString(_ local: ArraySlice<UInt8>) -> Bool {
    guard let first = local.first, first != dot, local.last != dot else { return false }
    var previous: UInt8 = 0
    for byte in local {
      if byte == dot && previous == dot || byte < 0x20 || byte == 0x7F || special.contains(byte) { return false }
      previous = byte
    }
    return true
  }

  private static func isContinuation(_ byte: UInt8) -> Bool { byte & 0xC0 == 0x80 }
}

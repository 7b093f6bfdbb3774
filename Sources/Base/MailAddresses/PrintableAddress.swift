// An address or a reason as Postfix's tools show it: nothing that a terminal would obey.
//
// With smtputf8_enable = no, Postfix knows of no UTF-8 either, and every byte above 127 is shown as "?".

public import Bytes

public enum PrintableAddress {
  /// The external form of an envelope address; "MAILER-DAEMON" for none. Source: showq.c.
  /// - Parameter usesUTF8: smtputf8_enable.
  public static func of(_ address: some Collection<UInt8>, usesUTF8: Bool = true) -> ByteString {
    ByteString(of(Array(address)[...], usesUTF8: usesUTF8))
  }

  /// The same; a part of the same array where nothing has to be changed.
  public static func of(_ address: ArraySlice<UInt8>, usesUTF8: Bool = true) -> ArraySlice<UInt8> {
    if isPlain(address) { return address.isEmpty ? nobody : AddressQuoting.quoted(address) }
    // For Postfix, which is written in C, a NUL ends it.
    let address = address.prefix { $0 != 0 }
    return address.isEmpty ? nobody : text(AddressQuoting.quoted(address), usesUTF8: usesUTF8)
  }

  private static let nobody = Array("MAILER-DAEMON".utf8)[...]

  /// Control characters, and bytes that begin no UTF-8 sequence, become "?". Source: printable.c.
  public static func text(_ bytes: [UInt8], usesUTF8: Bool = true) -> [UInt8] {
    Array(text(bytes[...], usesUTF8: usesUTF8))
  }

  public static func text(_ bytes: ArraySlice<UInt8>, usesUTF8: Bool = true) -> ArraySlice<UInt8> {
    if isPlain(bytes) { return bytes }
    var result = Array(bytes)
    var index = 0
    while index < result.count {
      let byte = result[index]
      if usesUTF8, (0xC2...0xFE).contains(byte), index + 1 < result.count, result[index + 1] & 0xC0 == 0x80 {
        while index + 1 < result.count, result[index + 1] & 0xC0 == 0x80 { index += 1 }
      } else if byte < 0x20 || byte >= 0x7F {
        result[index] = UInt8(ascii: "?")
      }
      index += 1
    }
    return result[...]
  }

  /// The least and the greatest byte tell, and are found many bytes at a time.
  private static func isPlain(_ bytes: ArraySlice<UInt8>) -> Bool {
    bytes.withUnsafeBufferPointer { bytes in
      var (least, greatest) = (UInt8.max, UInt8.min)
      for byte in bytes {
        least = min(least, byte)
        greatest = max(greatest, byte)
      }
      return least >= 0x20 && greatest < 0x7F
    }
  }
}

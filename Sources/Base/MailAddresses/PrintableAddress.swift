// An address or a reason as Postfix's tools show it: nothing that a terminal would obey.

public import Bytes

public enum PrintableAddress {
  /// The external form of an envelope address; "MAILER-DAEMON" for none. Source: showq.c.
  public static func of(_ address: some Collection<UInt8>) -> ByteString {
    address.isEmpty ? "MAILER-DAEMON" : ByteString(text(AddressQuoting.quoted(Array(address))))
  }

  /// Control characters, and bytes that begin no UTF-8 sequence, become "?". Source: printable.c.
  public static func text(_ bytes: [UInt8]) -> [UInt8] {
    let isPlain = bytes.withUnsafeBufferPointer { $0.allSatisfy { $0 >= 0x20 && $0 < 0x7F } }
    if isPlain { return bytes }
    var result = bytes
    var index = 0
    while index < result.count {
      let byte = result[index]
      if byte >= 194, index + 1 < result.count, result[index + 1] & 0xC0 == 0x80 {
        while index + 1 < result.count, result[index + 1] & 0xC0 == 0x80 { index += 1 }
      } else if byte < 0x20 || byte >= 0x7F {
        result[index] = UInt8(ascii: "?")
      }
      index += 1
    }
    return result
  }
}

// Between the internal form of an address (user name@domain) and its external form ("user name"@domain).
//
// A source route stays in front as it is. Bytes above 127 need no quotes. Source: quote_822_local.c.

import Bytes

public enum AddressQuoting {
  /// The external form.
  /// - Parameter isLocalPart: the text has no domain; an "@" is part of the name.
  public static func quoted(_ address: [UInt8], isLocalPart: Bool = false) -> [UInt8] {
    Array(quoted(address[...], isLocalPart: isLocalPart))
  }

  /// The same; a part of the same array where no quotes are needed.
  public static func quoted(_ address: ArraySlice<UInt8>, isLocalPart: Bool = false) -> ArraySlice<UInt8> {
    let start = routeEnd(of: address)
    let end = (isLocalPart ? nil : address[start...].lastIndex(of: UInt8(ascii: "@"))) ?? address.endIndex
    if isDotString(address[start..<end]) { return address }
    var text = Array(address[..<start])
    text.append(UInt8(ascii: "\""))
    for byte in address[start..<end] {
      if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") || byte == 0x0D { text.append(UInt8(ascii: "\\")) }
      text.append(byte)
    }
    text.append(UInt8(ascii: "\""))
    return text[...] + address[end...]
  }

  /// The internal form. What follows the last "@" that is not in quotes is not touched.
  public static func unquoted(_ address: [UInt8]) -> [UInt8] {
    let start = routeEnd(of: address[...])
    var text = Array(address[..<start])
    var isQuoted = false
    var at: (source: Int, result: Int)?
    var index = start
    while index < address.count {
      defer { index += 1 }
      switch address[index] {
      case UInt8(ascii: "\""):
        isQuoted.toggle()
        continue
      case UInt8(ascii: "@") where !isQuoted: at = (index, text.count)
      case UInt8(ascii: "\\"):
        guard index + 1 < address.count else { continue }
        index += 1
      default: break
      }
      text.append(address[index])
    }
    guard let at else { return text }
    return Array(text[..<at.result] + address[at.source...])
  }

  private static func routeEnd(of address: ArraySlice<UInt8>) -> Int {
    guard address.first == UInt8(ascii: "@"), let colon = address.firstIndex(of: UInt8(ascii: ":")) else {
      return address.startIndex
    }
    return colon + 1
  }

  /// Atoms separated by single dots.
  private static func isDotString(_ text: ArraySlice<UInt8>) -> Bool {
    var previous = UInt8(ascii: ".")
    for byte in text {
      switch byte {
      case UInt8(ascii: "."): if previous == byte { return false }
      case 0x00...0x20, 0x7F, 0x22, 0x28, 0x29, 0x2C, 0x3A, 0x3B, 0x3C, 0x3E, 0x40, 0x5B, 0x5C, 0x5D: return false
      default: break
      }
      previous = byte
    }
    return previous != UInt8(ascii: ".")
  }
}

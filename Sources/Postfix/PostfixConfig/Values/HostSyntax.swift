// Which texts Postfix takes for host names and for addresses.
//
// Stricter in some places than the resolver library, looser in others: "_" is fine in a name, and a name needs one label
// that is no number. Sources: valid_hostname.c, valid_mailhost_addr.c.

import Bytes

public enum HostSyntax {
  public static func isHostName(_ name: ArraySlice<UInt8>) -> Bool {
    guard !name.isEmpty, name.count <= 255 else { return false }
    var labelLength = 0
    var hasOther = false
    var index = name.startIndex
    while index < name.endIndex {
      let byte = name[index]
      index += 1
      let endsLabel = index == name.endIndex || name[index] == UInt8(ascii: ".")
      switch byte {
      case _ where byte.isASCIIAlphanumeric || byte == UInt8(ascii: "_"):
        labelLength += 1
        // A hyphen counts for the length only when a letter or a digit follows.
        if labelLength > 63 { return false }
        if !byte.isASCIIDigit { hasOther = true }
      case UInt8(ascii: "."):
        if labelLength == 0 || index == name.endIndex { return false }
        labelLength = 0
      case UInt8(ascii: "-"):
        labelLength += 1
        hasOther = true
        if labelLength == 1 || endsLabel { return false }
      default: return false
      }
    }
    return hasOther
  }

  /// An address without brackets, as resolve_numeric_domain has it.
  public static func isAddress(_ text: ArraySlice<UInt8>) -> Bool {
    if text.isEmpty { return false }
    return text.contains(UInt8(ascii: ":")) ? isIPv6(text) : isIPv4(text)
  }

  /// "[192.0.2.1]" or "[IPv6:2001:db8::1]".
  public static func isLiteral(_ text: ArraySlice<UInt8>) -> Bool {
    guard text.first == UInt8(ascii: "["), let end = text.firstIndex(of: UInt8(ascii: "]")),
      end + 1 == text.endIndex
    else { return false }
    let inside = text.dropFirst().dropLast()
    // As many as the text form of an address can have.
    return inside.count < 46 && bareAddress(inside) != nil
  }

  /// The address of what stands between brackets; nil for anything else.
  public static func bareAddress(_ inside: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
    let prefix = inside.prefix(5)
    if ByteString(prefix).lowercased == "ipv6:" {
      let bare = inside.dropFirst(5)
      return isIPv6(bare) ? bare : nil
    }
    return isIPv4(inside) ? inside : nil
  }

  static func isIPv4(_ text: ArraySlice<UInt8>) -> Bool {
    var (isInOctet, octets, value) = (false, 0, 0)
    for index in text.indices {
      let byte = text[index]
      if byte.isASCIIDigit {
        if !isInOctet { (isInOctet, value, octets) = (true, 0, octets + 1) }
        value = value * 10 + Int(byte - 0x30)
        if value > 255 { return false }
      } else if byte == UInt8(ascii: ".") {
        if !isInOctet || index + 1 == text.endIndex { return false }
        // 0.0.0.0 is an address, 0.1.2.3 is none.
        if octets == 1, value == 0, text.contains(where: { $0 != 0x30 && $0 != UInt8(ascii: ".") }) { return false }
        isInOctet = false
      } else {
        return false
      }
    }
    return octets == 4
  }

  static func isIPv6(_ text: ArraySlice<UInt8>) -> Bool {
    var (field, nullField, length) = (0, 0, 0)
    var index = text.startIndex
    func byte(_ index: Int) -> UInt8 { index < text.endIndex ? text[index] : 0 }
    while true {
      switch byte(index) {
      case 0: return index == text.endIndex && field >= 2 && (length > 0 || nullField == field - 1)
      case UInt8(ascii: "."): return (2...6).contains(field) && isIPv4(text[(index - length)...])
      case UInt8(ascii: ":"):
        if field == 0, length == 0, byte(index + 1).isASCIIAlphanumeric { return false }
        field += 1
        index += 1
        length = 0
        if field > 7 { return false }
        if byte(index) == UInt8(ascii: ":") {
          if nullField > 0 { return false }
          nullField = field
        }
      default:
        length = text[index...].prefix { $0.isASCIIDigit || (0x61...0x66).contains($0 | 0x20) }.count
        if length > 4 || length == 0 { return false }
        index += length
      }
    }
  }
}

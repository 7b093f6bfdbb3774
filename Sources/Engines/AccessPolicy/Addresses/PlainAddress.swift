// The short cut for addresses that no rule of quoting, routing or completion can change: user.name+box@mail.example.com.

import Bytes

enum PlainAddress {
  /// Where the @ is; nil for everything that needs a closer look.
  static func at(_ address: [UInt8]) -> Int? {
    var at: Int?
    var hasDot = false
    var previous = UInt8(ascii: ".")
    for index in address.indices {
      let byte = address[index]
      switch byte {
      case 0x61...0x7A, 0x41...0x5A, 0x30...0x39, 0x2D, 0x5F: break
      // # $ & ' * + / = ? ^ ` { } ~
      case 0x23, 0x24, 0x26, 0x27, 0x2A, 0x2B, 0x2F, 0x3D, 0x3F, 0x5E, 0x60, 0x7B, 0x7D, 0x7E:
        if at != nil { return nil }
      case UInt8(ascii: "."):
        if previous == byte { return nil }
        if at != nil { hasDot = true }
      case UInt8(ascii: "@"):
        if at != nil || previous == UInt8(ascii: ".") { return nil }
        at = index
        // No dot may follow.
        previous = UInt8(ascii: ".")
        continue
      default: return nil
      }
      previous = byte
    }
    return hasDot && previous != UInt8(ascii: ".") ? at : nil
  }
}

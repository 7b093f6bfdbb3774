// A name that is no UTF-8, made readable: bytes that are no ASCII text are written as "\\xE9".

import Bytes

enum OddName {
  static func text(of name: ByteString) -> String {
    name.bytes.map { byte in
      if byte >= 0x20, byte < 0x7F { return String(UnicodeScalar(byte)) }
      let digits = String(byte, radix: 16, uppercase: true)
      return "\\x" + (digits.count < 2 ? "0" : "") + digits
    }.joined()
  }
}

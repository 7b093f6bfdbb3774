// The name that smtpd keeps of what a client says with HELO or EHLO.
//
// Characters that could do harm in logs and headers become question marks. The HELO list sees the name as it was said if it is
// asked at once. Source: smtpd.c (helo_cmd), printable.c, neuter.c.

import Bytes

enum HeloName {
  static func kept(_ said: ByteString, usesUTF8: Bool) -> ByteString {
    if said.bytes.allSatisfy(isHarmless) { return said }
    var bytes = said.bytes
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      if usesUTF8, (194...254).contains(byte), index + 1 < bytes.count, (128..<192).contains(bytes[index + 1]) {
        while index + 1 < bytes.count, (128..<192).contains(bytes[index + 1]) { index += 1 }
      } else if !isHarmless(byte) {
        bytes[index] = UInt8(ascii: "?")
      }
      index += 1
    }
    return ByteString(bytes)
  }

  private static let harmful = Set(" <>()\\\";@".utf8)

  private static func isHarmless(_ byte: UInt8) -> Bool {
    byte > 0x20 && byte < 0x7F && !harmful.contains(byte)
  }
}

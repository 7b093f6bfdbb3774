// The functions of `${name{text}}`, since Postfix 3.11: a domain name in its ASCII and its Unicode form.
//
// Each label is converted by Punycode (RFC 3492). Case folding is that of ASCII only; Postfix asks ICU for more.

import Bytes

enum MacroFunction: String {
  case toASCII = "domain_to_ascii"
  case toUTF8 = "domain_to_utf8"

  func apply(to domain: ByteString) -> ByteString {
    let labels = domain.bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    let converted = labels.map { label -> [UInt8] in
      switch self {
      case .toASCII:
        if label.allSatisfy({ $0 < 0x80 }) { return Array(label) }
        let scalars = String(decoding: label, as: UTF8.self).lowercased().unicodeScalars
        return Punycode.encode(Array(scalars)).map { Array("xn--".utf8) + $0 } ?? Array(label)
      case .toUTF8:
        guard ByteString(label).lowercased.hasPrefix("xn--") else { return Array(label) }
        return Punycode.decode(label.dropFirst(4)).map { scalars in
          var text = String.UnicodeScalarView()
          text.append(contentsOf: scalars)
          return Array(String(text).utf8)
        } ?? Array(label)
      }
    }
    return ByteString(Array(converted.joined(separator: [UInt8(ascii: ".")])))
  }
}

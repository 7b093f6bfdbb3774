// Which domain names with other than ASCII characters Postfix takes for well-formed.
//
// Postfix asks ICU for the ASCII form by the rules of UTS #46. Here the classes of characters stand for the tables of
// that standard: characters that it replaces by others are not replaced, so that for rare ones (ligatures, squared
// words) the answer may differ. Sources: valid_utf8_hostname.c, midna_domain.c.

import Bytes
import PostfixConfig

enum InternationalDomain {
  /// - Parameter usesUTF8: smtputf8_enable.
  static func isValid(_ name: ArraySlice<UInt8>, usesUTF8: Bool) -> Bool {
    guard usesUTF8, name.contains(where: { $0 >= 0x80 }) else { return HostSyntax.isHostName(name) }
    guard let text = String(validating: name, as: UTF8.self) else { return false }
    var ascii: [UInt8] = []
    for label in text.unicodeScalars.split(omittingEmptySubsequences: false, whereSeparator: isDot) {
      if !ascii.isEmpty { ascii.append(UInt8(ascii: ".")) }
      guard let encoded = asciiForm(of: label.filter { !isIgnored($0) }) else { return false }
      ascii += encoded
    }
    return HostSyntax.isHostName(ascii[...]) && ascii.count <= 253
  }

  private static func asciiForm(of label: [Unicode.Scalar]) -> [UInt8]? {
    guard let first = label.first, let last = label.last, first != "-", last != "-" else { return nil }
    if label.count > 3, label[2] == "-", label[3] == "-" { return checkedASCIIForm(label) }
    if label.allSatisfy(\.isASCII) { return label.map { UInt8(truncatingIfNeeded: $0.value) } }
    guard !isMark(first), label.allSatisfy(isAllowed) else { return nil }
    let folded = label.flatMap { $0.properties.lowercaseMapping.unicodeScalars }
    return Punycode.encode(folded).map { Array("xn--".utf8) + $0 }
  }

  /// A label that has its ASCII form already: only "xn--" with what really stands for other characters.
  private static func checkedASCIIForm(_ label: [Unicode.Scalar]) -> [UInt8]? {
    guard label.allSatisfy(\.isASCII) else { return nil }
    let text = ByteString(label.map { UInt8(truncatingIfNeeded: $0.value) }).lowercased
    guard text.hasPrefix("xn--"), let decoded = Punycode.decode(text.bytes[4...]), let first = decoded.first,
      !isMark(first), !decoded.allSatisfy(\.isASCII), decoded.allSatisfy(isAllowed),
      decoded.allSatisfy({ $0.properties.lowercaseMapping.unicodeScalars.elementsEqual([$0]) }),
      Punycode.encode(decoded).map({ ByteString(Array("xn--".utf8) + $0) }) == text
    else { return nil }
    return text.bytes
  }

  private static func isDot(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "." || scalar == "\u{3002}" || scalar == "\u{FF0E}" || scalar == "\u{FF61}"
  }

  private static func isIgnored(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0xAD, 0x34F, 0x180B...0x180D, 0x180F, 0x200B, 0x2060, 0x2064, 0xFE00...0xFE0F, 0xFEFF, 0xE0100...0xE01EF: true
    default: false
    }
  }

  private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .spacingMark, .enclosingMark: true
    default: false
    }
  }

  private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.isASCII { return scalar == "-" || scalar == "_" || UInt8(scalar.value).isASCIIAlphanumeric }
    switch scalar.properties.generalCategory {
    case .control, .surrogate, .privateUse, .unassigned: return false
    case .lineSeparator, .paragraphSeparator, .spaceSeparator: return false
    case .format: return scalar == "\u{200C}" || scalar == "\u{200D}"
    default: return scalar != "\u{FFFD}"
    }
  }
}

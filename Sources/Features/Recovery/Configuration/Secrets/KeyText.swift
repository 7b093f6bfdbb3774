// Private keys without the lines that PEM has around them: base64 of DER or of OpenSSH, and other programs' forms.

import Bytes

enum KeyText {
  /// Whether a text has a word that begins as a private key does.
  static func holdsKey(_ content: [UInt8]) -> Bool {
    let marks = ["PuTTY-User-Key-File", "AGE-SECRET-KEY-"]
    if marks.contains(where: { content.firstOccurrence(of: Array($0.utf8)) != nil }) { return true }
    // OpenSSH's own form, then DER, which all begins with the same letter.
    if content.firstOccurrence(of: Array("b3BlbnNzaC1rZXktdjE".utf8)) != nil { return true }
    var index = 0
    while let hit = content.firstIndex(of: UInt8(ascii: "M"), in: index..<content.count) {
      index = hit + 1
      if hit > 0, isBase64(content[hit - 1]) { continue }
      if beginsKey(content[hit...]) { return true }
    }
    return false
  }

  /// SEQUENCE { INTEGER 0, 1 or 3 …: PKCS #1, PKCS #8, SEC 1, PKCS #12. A certificate begins with two sequences, a public
  /// key too, and Diffie-Hellman parameters with a large number.
  private static func beginsKey(_ text: ArraySlice<UInt8>) -> Bool {
    let word = text.prefix(40)
    guard word.count == 40, word.allSatisfy(isBase64) else { return false }
    // A length of two bytes, of one, and a short one.
    if word.hasStart("MII") { return word.dropFirst(6).hasStart("IBA") }
    if word.hasStart("MIG") || word.hasStart("MIH") { return word.dropFirst(4).hasStart("AgE") }
    return word.dropFirst(3).hasStart("CAQ")
  }

  /// Whether a file is nothing but one long text in base64, on one line or on lines of one length; comments do not
  /// count. Hexadecimal numbers are fingerprints, and a line that ends with "=" before others is one of a list.
  static func isBlob(_ content: [UInt8]) -> Bool {
    var lines: [ArraySlice<UInt8>] = []
    for line in content.split(whereSeparator: { $0 == 0x0A || $0 == 0x0D }) {
      let text = line.drop(while: \.isASCIISpace)
      let word = text.prefix { !$0.isASCIISpace }
      if word.isEmpty || word.first == UInt8(ascii: "#") { continue }
      guard text[word.endIndex...].allSatisfy(\.isASCIISpace) else { return false }
      let padding = word.drop { isBase64($0) || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_") }
      guard padding.count < 3, padding.allSatisfy({ $0 == UInt8(ascii: "=") }) else { return false }
      lines.append(word)
    }
    guard let first = lines.first, let last = lines.last else { return false }
    let whole = lines.dropLast()
    guard whole.allSatisfy({ $0.count == first.count && $0.last != UInt8(ascii: "=") }), last.count <= first.count,
      first.count >= 40, whole.isEmpty || first.count % 4 == 0
    else { return false }
    return first.contains(where: \.isASCIIUppercase) && first.contains(where: \.isASCIILowercase)
      && lines.contains { $0.contains(where: \.isASCIIDigit) }
  }

  private static func isBase64(_ byte: UInt8) -> Bool {
    byte.isASCIIAlphanumeric || byte == UInt8(ascii: "+") || byte == UInt8(ascii: "/")
  }
}

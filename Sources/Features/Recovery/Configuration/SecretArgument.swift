// Words of commands and other values that carry a password: PASSWORD=…, --password …, https://user:password@host.

import Bytes
import PostfixConfig

enum SecretArgument {
  /// - Parameter afterName: whether the word before was the name of a secret.
  /// - Returns: the word without its secret, nil when it has none; and whether the next word is one.
  static func masked(_ word: ByteString, afterName: Bool) -> (masked: ByteString?, isNextSecret: Bool) {
    if afterName, !word.hasPrefix("-") { return (ByteString(InlineSecrets.mask), false) }
    let bytes = word.bytes
    if let mark = bytes.firstOccurrence(of: Array("://".utf8)),
      let at = bytes[mark.upperBound...].lastIndex(of: UInt8(ascii: "@")),
      bytes[mark.upperBound..<at].contains(UInt8(ascii: ":"))
    {
      return (ByteString(bytes[..<mark.upperBound]) + ByteString(InlineSecrets.mask) + ByteString(bytes[at...]), false)
    }
    if let equals = bytes.firstIndex(of: UInt8(ascii: "=")) {
      let value = bytes[(equals + 1)...]
      guard SecretWords.occur(in: ByteString(bytes[..<equals])), !value.isEmpty, !SecretLine.namesFile(value),
        value.first != UInt8(ascii: "/")
      else { return (nil, false) }
      return (ByteString(bytes[...equals]) + ByteString(InlineSecrets.mask), false)
    }
    return (nil, word.hasPrefix("-") && SecretWords.occur(in: word))
  }
}

/// The -o settings of an entry, and which of its words hold one.
struct MasterOverrides {
  let all: [Override]

  init(_ entry: MasterEntry) { all = entry.overrides }

  func holds(_ word: Word, of entry: MasterEntry) -> Bool {
    let start = entry.span(of: word).start.offset
    let end = entry.span(inWord: word, offset: max(0, word.text.count - 1), length: 1).start.offset
    return all.contains { (start...max(start, end)).contains($0.nameSpan.start.offset) }
  }
}

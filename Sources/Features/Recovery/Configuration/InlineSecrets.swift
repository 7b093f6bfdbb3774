// Passwords that stand in main.cf or master.cf themselves, and the same files without them.
//
// Both files stay as they are, byte by byte, if no secret is in them. Where one is, its text is replaced by "…" and the
// place is noted: a restored file must get its passwords back by hand, and the mark makes that plain.
//
// Secret are: tables written out in a password parameter (static:user:password, inline:{…}); what such a value takes from
// settings of the site's own through `$name`; settings that are called a password, such as ldap_bind_pw; passwords in URLs;
// and words like PASSWORD=… or --password … in any value. Comments are read in the same way: an old password is one, too.

import Bytes
import PostfixConfig

struct InlineSecrets {
  /// What stands in the place of a secret.
  static let mask = "…"

  /// The settings of the site's own from which a password parameter is put together.
  private let parts: Set<ByteString>

  init(of configuration: Configuration) {
    var parts: Set<ByteString> = []
    let settings =
      configuration.main.settings.map { ($0.name, $0.value) }
      + (configuration.master?.entries ?? []).flatMap(\.overrides).map { ($0.name, $0.value) }
    var open = settings.filter { FileParameters.namesPasswords($0.0) }.map(\.1)
    while let value = open.popLast() {
      for name in Self.macros(in: value) where ParameterFacts.known[name] == nil && parts.insert(name).inserted {
        open += settings.filter { $0.0 == name }.map(\.1)
      }
    }
    self.parts = parts
  }

  struct Masked {
    var content: [UInt8]
    /// Lines, and what was there.
    var places: [(line: Int, what: String)] = []
  }

  func masked(main content: [UInt8]) -> Masked {
    var edits: [Edit] = []
    var settings: [Range<Int>] = []
    for setting in MainFile(content).settings where !setting.value.isEmpty {
      let start = setting.valueSpan.start
      let end = setting.span(inValue: setting.value.count - 1, length: 1).start.offset + 1
      settings.append(setting.nameSpan.start.offset..<end)
      guard let masked = masked(setting.value, of: setting.name) else { continue }
      edits.append(
        Edit(range: start.offset..<end, line: start.line, text: masked, what: "the value of \(setting.name)"))
    }
    return apply(edits + otherEdits(content, outside: settings), to: content)
  }

  func masked(master content: [UInt8]) -> Masked {
    var edits: [Edit] = []
    var entries: [Range<Int>] = []
    for entry in MasterFile(content).entries {
      if let first = entry.words.first, let last = entry.words.last {
        entries.append(entry.span(of: first).start.offset..<(entry.span(of: last).start.offset + 1))
      }
      let overrides = MasterOverrides(entry)
      for override in overrides.all {
        guard let masked = masked(override.value, of: override.name) else { continue }
        let start = override.valueSpan.start
        let end = override.span(inValue: override.value.count - 1, length: 1).start.offset + 1
        edits.append(
          Edit(range: start.offset..<end, line: start.line, text: masked, what: "the value of \(override.name)"))
      }
      var isNext = false
      for word in entry.arguments where !overrides.holds(word, of: entry) {
        let (masked, next) = SecretArgument.masked(word.text, afterName: isNext)
        isNext = next
        guard let masked else { continue }
        let start = entry.span(of: word).start
        let end = entry.span(inWord: word, offset: word.text.count - 1, length: 1).start.offset + 1
        edits.append(Edit(range: start.offset..<end, line: start.line, text: masked, what: "an argument"))
      }
    }
    return apply(edits + otherEdits(content, outside: entries), to: content)
  }

  // MARK: Values

  /// The value without its secrets; nil when it has none.
  private func masked(_ value: ByteString, of name: ByteString) -> ByteString? {
    let isSecret = FileParameters.namesPasswords(name) || parts.contains(name)
    var changed = false
    var isNext = false
    let words = Words.ofList(value).map { word -> ByteString in
      var text: ByteString?
      if isSecret {
        text = Self.maskedTable(word.text)
      } else {
        (text, isNext) = SecretArgument.masked(word.text, afterName: isNext)
      }
      if text != nil { changed = true }
      return text ?? word.text
    }
    guard changed else { return nil }
    // Cut where a comma was would be another value; a blank is a separator in every list.
    return ByteString(words.map(\.bytes).joined(separator: [0x20]))
  }

  /// A word of a password parameter without its secret; nil for a word that only says where passwords are.
  private static func maskedTable(_ word: ByteString) -> ByteString? {
    if word.hasPrefix("/") || isPlainMacro(word) { return nil }
    for text in TableNames.inside(word).prefix(1) {
      guard let table = try? TableName(text) else { break }
      switch table.kind {
      case .constant, .inline, .pipeline, .union, .random:
        let before = ByteString(word.bytes.prefix(word.count - text.count))
        return before + table.type + (table.isInBraces ? ":{…}" : ":…")
      case .unknown: return ByteString(mask)
      default: return table.isInBraces ? table.type + ":{…}" : nil
      }
    }
    return ByteString(mask)
  }

  /// `$name`, `${name}` or `$(name)`.
  private static func isPlainMacro(_ word: ByteString) -> Bool {
    guard word.hasPrefix("$") else { return false }
    let names = macros(in: word)
    return names.count == 1
      && [names[0], "{" + names[0] + "}", "(" + names[0] + ")"].contains(ByteString(word.bytes.dropFirst()))
  }

  /// The names after every "$".
  private static func macros(in value: ByteString) -> [ByteString] {
    value.bytes.split(separator: UInt8(ascii: "$"), omittingEmptySubsequences: false).dropFirst().compactMap { piece in
      let start = piece.drop { $0 == UInt8(ascii: "{") || $0 == UInt8(ascii: "(") || $0.isASCIISpace }
      let name = start.prefix { $0.isASCIIAlphanumeric || $0 == UInt8(ascii: "_") }
      return name.isEmpty ? nil : ByteString(name)
    }
  }

  // MARK: Comments and broken lines

  /// What Postfix does not read: comments, lines that are no settings, text after a NUL.
  private func otherEdits(_ content: [UInt8], outside known: [Range<Int>]) -> [Edit] {
    var edits: [Edit] = []
    for (index, line) in content.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated() {
      if let null = line.firstIndex(of: 0) {
        edits.append(
          Edit(range: null..<line.endIndex, line: index + 1, text: ByteString(Self.mask), what: "text after a NUL"))
      }
      let text = line.drop { $0.isASCIISpace }
      let isComment = text.first == UInt8(ascii: "#")
      guard isComment || !known.contains(where: { $0.contains(text.startIndex) }) else { continue }
      let inside = text.drop { $0 == UInt8(ascii: "#") || $0.isASCIISpace }
      guard let masked = maskedComment(inside) else { continue }
      edits.append(
        Edit(
          range: inside.startIndex..<line.endIndex, line: index + 1, text: masked,
          what: isComment ? "a comment" : "a line that is no setting"))
    }
    return edits
  }

  private func maskedComment(_ text: ArraySlice<UInt8>) -> ByteString? {
    if let setting = MainFile(Array(text)).settings.first, !setting.name.bytes.contains(where: \.isASCIISpace) {
      return masked(setting.value, of: setting.name).map { setting.name + " = " + $0 }
    }
    // In a commented service, "-o name=value".
    let words = Words.ofList(ByteString(text))
    for word in words {
      guard let equals = word.text.bytes.firstIndex(where: { $0 == UInt8(ascii: "=") || $0 == UInt8(ascii: ":") }),
        SecretWords.occur(in: ByteString(word.text.bytes[..<equals])), !SecretLine.namesFile(word.text.bytes)
      else { continue }
      let hasValue = equals + 1 < word.text.count || word.offset + word.text.count < text.count
      guard hasValue else { continue }
      return ByteString(text.prefix(word.offset + equals + 1)) + " " + ByteString(Self.mask)
    }
    // "smtp_sasl_password_maps static:user:password".
    if SecretWords.occur(in: ByteString(text)), !SecretLine.namesFile(text),
      let table = words.first(where: { $0.text.hasPrefix("static:") || $0.text.hasPrefix("inline:") })
    {
      return ByteString(text.prefix(table.offset)) + ByteString(Self.mask)
    }
    return nil
  }

  // MARK: Edits

  private struct Edit {
    let range: Range<Int>
    let line: Int
    let text: ByteString
    let what: String
  }

  /// A comment inside a value that is replaced goes with it.
  private func apply(_ edits: [Edit], to content: [UInt8]) -> Masked {
    var result = Masked(content: [])
    var position = 0
    for edit in edits.sorted(by: {
      ($0.range.lowerBound, $1.range.upperBound) < ($1.range.lowerBound, $0.range.upperBound)
    })
    where edit.range.lowerBound >= position && edit.range.upperBound <= content.count {
      result.content += content[position..<edit.range.lowerBound]
      result.content += edit.text.bytes
      position = edit.range.upperBound
      result.places.append((edit.line, edit.what))
    }
    result.content += content[position...]
    return result
  }
}

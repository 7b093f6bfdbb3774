// Passwords that stand in main.cf or master.cf themselves, and the same files without them.
//
// Both files stay as they are, byte by byte, if no secret is in them. Where one is, its text is replaced by "…" and the
// place is noted: a restored file must get its passwords back by hand, and the mark makes that plain.
//
// Secret are: tables written out in a password parameter (static:user:password, inline:{…}); what such a value takes from
// settings of the site's own through `$name`; settings that are called a password, such as ldap_bind_pw; passwords in URLs;
// and words like PASSWORD=… or --password … in any value. Comments are read in the same way: an old password is one, too.

public import Bytes

public struct InlineSecrets: Sendable {
  /// What stands in the place of a secret.
  public static let mask = "…"

  /// The settings of the site's own from which a password parameter is put together.
  private let parts: Set<ByteString>
  /// Names of the site's own for lists of restrictions; one may well be called spf_pass.
  private let classes: Set<ByteString>

  public init(of configuration: Configuration) {
    var parts: Set<ByteString> = []
    let settings =
      configuration.main.settings.map { ($0.name, $0.value) }
      + (configuration.master?.entries ?? []).flatMap(\.overrides).map { ($0.name, $0.value) }
    let values = Dictionary(grouping: settings, by: \.0).mapValues { $0.map(\.1) }
    let classes = Set((values["smtpd_restriction_classes"] ?? []).flatMap { Words.ofList($0).map(\.text) })
    var open = settings.flatMap { name, value in
      PasswordTables.areNamed(by: name) ? [value] : Self.secretParts(of: value, name, classes)
    }
    while let value = open.popLast() {
      for name in PasswordTables.macros(in: value)
      where ParameterFacts.known[name] == nil && parts.insert(name).inserted { open += values[name] ?? [] }
    }
    self.parts = parts
    self.classes = classes
  }

  /// What stands in the place of a secret in a value and is taken from elsewhere: `$word` in "--password $word".
  private static func secretParts(
    of value: ByteString, _ name: ByteString, _ classes: Set<ByteString>
  ) -> [ByteString] {
    let dollar = UInt8(ascii: "$")
    guard value.bytes.contains(dollar) else { return [] }
    let isOwn = ParameterFacts.known[name] == nil && !classes.contains(name)
    if isOwn, SecretWords.name(name.bytes[...]) { return [value] }
    // With a letter for the mark it looks like the word that it stands for.
    let text = value.bytes.map { $0 == dollar ? UInt8(ascii: "x") : $0 }
    return SecretPhrases.places(in: text[...], .command).map { ByteString(value.bytes[$0]) }
  }

  public func masked(main content: [UInt8]) -> MaskedFile {
    var edits: [MaskEdit] = []
    var settings: [Range<Int>] = []
    for setting in MainFile(content).settings where !setting.value.isEmpty {
      let end = setting.span(inValue: setting.value.count - 1, length: 1).start.offset + 1
      settings.append(setting.nameSpan.start.offset..<end)
      edits += valueEdits(setting.value, of: setting.name) { setting.span(inValue: $0, length: 1).start }
    }
    return MaskedFile(content, edits + commentEdits(content, outside: settings))
  }

  public func masked(master content: [UInt8]) -> MaskedFile {
    var edits: [MaskEdit] = []
    var entries: [Range<Int>] = []
    for entry in MasterFile(content).entries {
      if let first = entry.words.first, let last = entry.words.last {
        entries.append(entry.span(of: first).start.offset..<(entry.span(of: last).start.offset + 1))
      }
      for override in entry.overrides where !override.value.isEmpty {
        edits += valueEdits(override.value, of: override.name) { override.span(inValue: $0, length: 1).start }
      }
      let arguments = ArgumentText(of: entry)
      edits += SecretPhrases.places(in: arguments.text[...], .command).compactMap {
        Self.edit($0, "an argument", position: arguments.position)
      }
    }
    return MaskedFile(content, edits + commentEdits(content, outside: entries))
  }

  // MARK: Values

  private func valueEdits(
    _ value: ByteString, of name: ByteString, position: (Int) -> SourcePosition?
  ) -> [MaskEdit] {
    let what = "the value of \(name)"
    if isSecret(name) {
      guard let masked = masked(value, of: name) else { return [] }
      return Self.edit(0..<value.count, what, as: masked, position: position).map { [$0] } ?? []
    }
    return places(in: value, of: name).compactMap { Self.edit($0, what, position: position) }
  }

  private static func edit(
    _ place: Range<Int>, _ what: String, as text: ByteString = ByteString(mask), position: (Int) -> SourcePosition?
  ) -> MaskEdit? {
    guard let start = position(place.lowerBound), let last = position(place.upperBound - 1) else { return nil }
    return MaskEdit(range: start.offset..<(last.offset + 1), line: start.line, text: text, what: what)
  }

  private func isSecret(_ name: ByteString) -> Bool { PasswordTables.areNamed(by: name) || parts.contains(name) }

  /// The value without its secrets; nil when it has none.
  func masked(_ value: ByteString, of name: ByteString) -> ByteString? {
    var changed = false
    if isSecret(name) {
      let words = Words.ofList(value).map { word -> ByteString in
        guard let text = PasswordTables.masked(word.text) else { return word.text }
        changed = true
        return text
      }
      // Cut where a comma was would be another value; a blank is a separator in every list.
      return changed ? ByteString(words.map(\.bytes).joined(separator: [0x20])) : nil
    }
    var result: [UInt8] = []
    var end = 0
    for place in places(in: value, of: name) {
      result += value.bytes[end..<place.lowerBound] + Array(Self.mask.utf8)
      end = place.upperBound
    }
    return end == 0 ? nil : ByteString(result + value.bytes[end...])
  }

  /// Where the secrets of a value stand, in their order.
  func secretPlaces(in value: ByteString, of name: ByteString) -> [Range<Int>] {
    guard isSecret(name) else { return places(in: value, of: name) }
    return Words.ofList(value).filter { PasswordTables.masked($0.text) != nil }.map {
      $0.offset..<($0.offset + $0.text.count)
    }
  }

  private func places(in value: ByteString, of name: ByteString) -> [Range<Int>] {
    let text = value.bytes[...]
    // "ldap_pass = word".
    if ParameterFacts.known[name] == nil, !classes.contains(name), SecretWords.name(name.bytes[...]),
      let first = Words.ofList(value).first?.text.bytes[...], !Self.isRestriction(first),
      !SecretValue.isHarmless(first, for: .expanding)
    {
      return [text.startIndex..<text.endIndex]
    }
    let places = SecretPhrases.places(in: text, .command)
    guard name == "import_environment" || name == "export_environment" else { return places }
    let inBraces = Words.ofList(value).compactMap { word in
      Self.valueInBraces(text[word.offset..<(word.offset + word.text.count)])
    }
    return SecretPhrases.merged(places + inBraces)
  }

  private static func isRestriction(_ word: ArraySlice<UInt8>) -> Bool {
    ["permit", "reject", "defer", "check_", "warn_if_reject", "OK", "DUNNO"].contains { word.starts(with: $0.utf8) }
  }

  /// `{ NAME = value with blanks }`: all of the value.
  private static func valueInBraces(_ word: ArraySlice<UInt8>) -> Range<Int>? {
    guard word.hasStart("{"), word.hasEnd("}"), let equals = word.firstIndex(of: UInt8(ascii: "=")) else { return nil }
    let name = word[..<equals].dropFirst().filter { !$0.isASCIISpace }
    let start = word[(equals + 1)...].firstIndex { !$0.isASCIISpace } ?? equals + 1
    let last = word.dropLast().lastIndex { !$0.isASCIISpace } ?? equals
    guard last >= start, SecretWords.name(name[...]), !SecretValue.isHarmless(word[start...last], for: .expanding)
    else {
      return nil
    }
    return start..<(last + 1)
  }
}

// Lines that mean something else than they seem to, and about which Postfix says nothing.
//
// Sources: postconf(5) "File format", measured.

import Bytes

public enum SilentTraps {
  /// All traps of both files, in the order of the files.
  public static func found(in configuration: Configuration) -> [Diagnostic] {
    var found: [Diagnostic] = []
    for setting in configuration.main.settings {
      found += swallowedLines(in: setting, configuration)
      if let quoted = quotes(of: setting, configuration) { found.append(quoted) }
      if let comment = comment(in: setting, configuration) { found.append(comment) }
      if let separator = separator(in: setting) { found.append(separator) }
    }
    found += includes(in: configuration.main)
    found += OddCharacters.found(in: configuration.main)
    return found
  }

  /// A folded line of the form "name = value", where name is a parameter: it was meant to be a setting of its own.
  private static func swallowedLines(in setting: Setting, _ configuration: Configuration) -> [Diagnostic] {
    setting.line.continuations.compactMap { segment in
      let rest = setting.line.text.dropFirst(segment.textOffset)
      guard let parts = try? NameValue(rest),
        parts.name.text.bytes.allSatisfy({ $0.isASCIIAlphanumeric || $0 == 0x5F }),
        configuration.knows(parts.name.text)
      else { return nil }
      return Diagnostic(
        .swallowedLine, .silent,
        at: setting.line.span(from: segment.textOffset + parts.name.offset, length: parts.name.text.count, in: .main),
        subject: parts.name.text,
        message: "the line begins with white space, so \(parts.name.text) is part of the value of \(setting.name)")
    }
  }

  /// Quotes around a whole value, where no shell will take them away.
  private static func quotes(of setting: Setting, _ configuration: Configuration) -> Diagnostic? {
    guard let first = setting.value.bytes.first, first == UInt8(ascii: "\"") || first == UInt8(ascii: "'"),
      setting.value.count >= 2, setting.value.bytes.last == first,
      let parameter = ParameterFacts.known[setting.name], parameter.use != "command", !parameter.isRaw
    else { return nil }
    return Diagnostic(
      .quotedValue, .silent, at: setting.valueSpan, subject: setting.name,
      message: "the quotes are part of the value of \(setting.name)")
  }

  /// "# text" after other text. From 3.8 on postconf warns; here every version is covered.
  private static func comment(in setting: Setting, _ configuration: Configuration) -> Diagnostic? {
    let bytes = setting.value.bytes
    // Inside braces "#" belongs to a pattern or to a reply.
    guard bytes.contains(UInt8(ascii: "#")), configuration.knows(setting.name), !takesFreeText(setting.name),
      let index = Words.ofList(setting.value).first(where: { $0.text.bytes.first == UInt8(ascii: "#") })?.offset
    else { return nil }
    let text = ByteString(bytes[index...].prefix(20))
    return Diagnostic(
      .commentAfterText, .silent, at: setting.span(inValue: index, length: bytes.count - index), subject: setting.name,
      message: "#comment after other text is not allowed: \(text)...")
  }

  private static func takesFreeText(_ name: ByteString) -> Bool {
    guard let parameter = ParameterFacts.known[name] else { return true }
    return parameter.isRaw || parameter.use == "command" || freeTexts.contains(name)
  }

  /// What people read, and the delimiter that may be "#" itself.
  private static let freeTexts: Set<ByteString> = [
    "smtpd_banner", "mail_name", "postscreen_greet_banner", "unverified_recipient_reject_reason",
    "unverified_sender_reject_reason", "undisclosed_recipients_header", "recipient_delimiter",
  ]

  /// ";" between list elements, two commas in a row, "and" between names.
  private static func separator(in setting: Setting) -> Diagnostic? {
    guard let parameter = ParameterFacts.known[setting.name],
      ["maps", "match-list", "restrictions"].contains(parameter.use), !setting.value.bytes.contains(UInt8(ascii: "{"))
    else { return nil }
    func complain(_ offset: Int, _ length: Int, _ what: String) -> Diagnostic {
      Diagnostic(
        .listSeparator, .silent, at: setting.span(inValue: offset, length: length), subject: setting.name,
        message: "\(what) in \(setting.name) does not separate anything")
    }
    for word in Words.ofList(setting.value) {
      if word.text == "and" { return complain(word.offset, 3, "\"and\"") }
      // Inside the name of a table it may be part of a path or pattern; at the end of a word it never is.
      if let semicolon = word.text.bytes.lastIndex(of: UInt8(ascii: ";")),
        semicolon == word.text.count - 1 || !word.text.bytes.contains(UInt8(ascii: ":"))
      {
        return complain(word.offset + semicolon, 1, "\";\"")
      }
    }
    return nil
  }

  /// "!include file": Postfix has no include. Such a line has no "=", or a strange name before it.
  private static func includes(in main: MainFile) -> [Diagnostic] {
    let strange = main.settings.filter { includeLetters.contains($0.name.bytes.first ?? 0) }.map(\.line)
    let odd =
      main.brokenLines.map { ($0, Diagnostic.Verdict.fatal("every Postfix program")) } + strange.map { ($0, .silent) }
    return odd.compactMap { line, verdict in
      let text = ByteString(line.text.prefix(16)).lowercased
      guard includes.contains(where: { text.hasPrefix($0) }) else { return nil }
      return Diagnostic(
        .includeDirective, verdict, at: line.span(from: 0, length: line.text.count, in: .main), subject: .empty,
        message: "main.cf cannot include other files")
    }
  }

  private static let includeLetters = Set("!.%@".utf8)
  private static let includes: [ByteString] = ["!include", ".include", "%include", "@include", "include "]
}

// Lines that no report and no snapshot shows: they hold a password in the configuration itself.

public import Bytes

public enum SecretLine {
  /// Names and values that go with passwords.
  private static let words: [ByteString] = ["password", "passwd", "_bind_pw", "secret"]

  /// Whether a line of main.cf or master.cf may hold a password. Better one line too many than one too few: a colon is a
  /// common slip for "=".
  public static func mayHold(_ line: some Sequence<UInt8>) -> Bool {
    let text = withoutReferences(withoutUserTable(ByteString(line).lowercased.bytes))
    func has(_ part: ByteString) -> Bool { text.firstOccurrence(of: part.bytes) != nil }
    guard words.contains(where: has) else { return false }
    return (has("=") || has(":")) && !namesFile(text)
  }

  /// `$name`, `$(name)` and `${name}` hold nothing themselves, as in "proxy_read_maps = $smtp_sasl_password_maps".
  private static func withoutReferences(_ text: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    var rest = text[...]
    while let dollar = rest.firstIndex(of: UInt8(ascii: "$")) {
      result += rest[..<dollar]
      rest = rest[(dollar + 1)...]
      let open = rest.first.flatMap { ["{": "}", "(": ")"][Character(UnicodeScalar($0))] }
      let start = open == nil ? rest : rest.dropFirst()
      let name = start.prefix(while: MacroExpander.isNameByte)
      let end = start[name.endIndex...]
      guard !name.isEmpty, open == nil || end.first == open?.utf8.first else {
        result.append(UInt8(ascii: "$"))
        continue
      }
      rest = open == nil ? end : end.dropFirst()
    }
    return result + rest
  }

  /// unix:passwd.byname is the list of users, and the default of local_recipient_maps.
  private static func withoutUserTable(_ text: [UInt8]) -> [UInt8] {
    var text = text
    while let place = text.firstOccurrence(of: Array("unix:passwd.by".utf8)) { text.removeSubrange(place) }
    return text
  }

  /// The same for a setting that is known by its name and value.
  public static func mayHold(setting name: ByteString, _ value: ByteString) -> Bool {
    !value.bytes.isEmpty && mayHold(name.bytes + Array(" = ".utf8) + value.bytes)
  }

  /// Whether a line names a table in a file and writes none out: the name of a file with passwords is no secret.
  public static func namesFile(_ line: some Sequence<UInt8>) -> Bool {
    let text = ByteString(line).lowercased.bytes
    func has(_ part: ByteString) -> Bool { text.firstOccurrence(of: part.bytes) != nil }
    return has(":/") && !has("static:") && !has("inline:") && !has(":{")
  }
}

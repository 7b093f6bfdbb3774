// Lines that no report and no snapshot shows: they hold a password in the configuration itself.

public import Bytes

public enum SecretLine {
  /// Names and values that go with passwords.
  private static let words: [ByteString] = ["password", "passwd", "_bind_pw", "secret"]

  /// Whether a line of main.cf or master.cf may hold a password. Better one line too many than one too few: a colon is a
  /// common slip for "=".
  public static func mayHold(_ line: some Sequence<UInt8>) -> Bool {
    let text = ByteString(line).lowercased.bytes
    func has(_ part: ByteString) -> Bool { text.firstOccurrence(of: part.bytes) != nil }
    guard words.contains(where: has) else { return false }
    return (has("=") || has(":")) && !namesFile(text)
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

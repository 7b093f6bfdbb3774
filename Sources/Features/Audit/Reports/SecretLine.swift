// Lines that no report shows: they hold a password in the configuration itself.

enum SecretLine {
  /// Names and values that go with passwords, in lower case.
  private static let words = ["password", "passwd", "_bind_pw", "secret"]

  /// Whether a line of main.cf or master.cf may hold a password. Better one line too many than one too few.
  static func mayHold(_ line: some Collection<UInt8>) -> Bool {
    let text = String(decoding: line, as: UTF8.self).lowercased()
    guard words.contains(where: { text.contains($0) }) else { return false }
    // The name of a file with passwords is no secret.
    let namesFile = text.contains(":/") && !text.contains("static:") && !text.contains("inline:")
    return text.contains("=") && !namesFile
  }
}

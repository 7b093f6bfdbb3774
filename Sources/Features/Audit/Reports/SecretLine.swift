// Lines that no report shows: they hold a password in the configuration itself.

import Bytes

enum SecretLine {
  /// Names and values that go with passwords.
  private static let words: [ByteString] = ["password", "passwd", "_bind_pw", "secret"]

  /// Whether a line of main.cf or master.cf may hold a password. Better one line too many than one too few.
  static func mayHold(_ line: some Sequence<UInt8>) -> Bool {
    let text = ByteString(line).lowercased.bytes
    func has(_ part: ByteString) -> Bool { text.firstOccurrence(of: part.bytes) != nil }
    guard words.contains(where: has) else { return false }
    // The name of a file with passwords is no secret.
    let namesFile = has(":/") && !has("static:") && !has("inline:")
    return has("=") && !namesFile
  }
}

// Lines that no report and no snapshot shows: they hold a password in the configuration itself.

import Bytes

public enum SecretLine {
  /// Names and values that go with passwords.
  private static let words: [ByteString] = ["password", "passwd", "_bind_pw", "secret"]

  /// Whether a line of main.cf or master.cf may hold a password. Better one line too many than one too few.
  public static func mayHold(_ line: some Sequence<UInt8>) -> Bool {
    let text = ByteString(line).lowercased.bytes
    func has(_ part: ByteString) -> Bool { text.firstOccurrence(of: part.bytes) != nil }
    guard words.contains(where: has) else { return false }
    return has("=") && !namesFile(text)
  }

  /// Whether a line names a table in a file and writes none out: the name of a file with passwords is no secret.
  public static func namesFile(_ line: some Sequence<UInt8>) -> Bool {
    let text = ByteString(line).lowercased.bytes
    func has(_ part: ByteString) -> Bool { text.firstOccurrence(of: part.bytes) != nil }
    return has(":/") && !has("static:") && !has("inline:") && !has(":{")
  }
}

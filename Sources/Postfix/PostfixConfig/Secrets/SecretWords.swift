// Words by which a person calls a secret.

public import Bytes

public enum SecretWords {
  /// These mean one wherever they stand, also in the middle of a word or a sentence.
  private static let anywhere: [ByteString] = [
    "password", "passwd", "passphrase", "secret", "bind_pw", "bindpw", "_pw", "apikey", "api_key", "api-key",
    "auth_token", "access_token", "private_key", "requirepass", "masterauth",
  ]
  /// These mean one as a part of a name: LDAP_PASS, dbpass, --token. They are too short to be looked for elsewhere.
  private static let parts: Set<ByteString> = ["kennwort", "pass", "passwort", "psk", "pw", "pwd", "token"]
  private static let ends: [ByteString] = ["pass", "pw", "pwd", "token"]
  private static let otherWords: Set<ByteString> = ["bypass", "compass", "oldpwd", "trespass"]
  private static let otherEnds = [
    "file", "path", "_limit", "_length", "_size", "_timeout", "_delay", "_ttl", "_lifetime", "_count",
  ].map { Array($0.utf8) }
  /// With "key" after it.
  private static let keyKinds: Set<ByteString> = [
    "access", "api", "auth", "crypt", "encryption", "licence", "license", "master", "preshared", "private", "session",
    "shared", "signing",
  ]
  /// Two letters of which every one of the words above has a pair.
  private static let pairs = Set(["pa", "pw", "ps", "se", "ap", "to", "au", "ac", "pr", "ma", "ke"].map(pair))

  /// Whether a text speaks of a secret.
  public static func areIn(_ text: ByteString) -> Bool { areAnywhere(in: text.lowercased.bytes) }

  /// Whether a name, such as "LDAP_PASS" or "--token", is that of a secret.
  public static func name(_ name: ArraySlice<UInt8>) -> Bool {
    guard mayName(name) else { return false }
    let text = ByteString(name).lowercased.bytes
    // password_file and --token-path tell where a secret is, token_limit how long.
    if otherEnds.contains(where: { text.suffix($0.count).elementsEqual($0) }) { return false }
    if text.hasStart("--no-") || text.hasStart("--ask-") || text.hasStart("nopass") { return false }
    if areAnywhere(in: text) { return true }
    let words = text.split { !$0.isASCIIAlphanumeric }.map { ByteString($0) }
    for (index, word) in words.enumerated() {
      if parts.contains(word) { return true }
      if word == "key", index > 0, keyKinds.contains(words[index - 1]) { return true }
      if word.hasSuffix("key"), keyKinds.contains(ByteString(word.bytes.dropLast(3))) { return true }
    }
    guard let last = words.last, !otherWords.contains(last) else { return false }
    return ends.contains { last.hasSuffix($0) }
  }

  /// Names that no sentence has: a blank and the secret follow.
  static func isPlain(_ name: ArraySlice<UInt8>) -> Bool {
    let name = ByteString(name).lowercased
    return name.hasSuffix("bindpw") || name.hasSuffix("bindpasswd")
  }

  /// "KEY", "dkim_key": what follows is a secret if it looks like one.
  static func isKey(_ name: ArraySlice<UInt8>) -> Bool {
    let end = ByteString(name.suffix(4)).lowercased
    return end.hasSuffix("key") && (name.count == 3 || end.hasPrefix("_") || end.hasPrefix("-"))
  }

  private static func areAnywhere(in text: [UInt8]) -> Bool {
    anywhere.contains { text.firstOccurrence(of: $0.bytes) != nil }
  }

  /// Most words are told apart by this, without a copy.
  private static func mayName(_ name: ArraySlice<UInt8>) -> Bool {
    guard name.count > 1 else { return false }
    return zip(name, name.dropFirst()).contains { pairs.contains(UInt16($0 | 0x20) << 8 | UInt16($1 | 0x20)) }
  }

  private static func pair(_ letters: String) -> UInt16 { letters.utf8.reduce(0) { $0 << 8 | UInt16($1) } }
}

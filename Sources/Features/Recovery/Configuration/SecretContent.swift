// Whether a file looks like one that holds secrets. When in doubt it does: a file that is left out is listed, a password
// that got out is out.

import Bytes
import PostfixConfig

enum SecretContent {
  /// Why the content must not be taken as it is; nil when nothing speaks against it. Keys in PEM form are not looked for.
  static func reason(_ content: [UInt8], at path: String, mode: UInt32, role: FileRole, transports: Set<String>)
    -> String?
  {
    if holdsHash(content) { return "it holds hashes of passwords" }
    guard role == .stray || role == .settings else { return nil }
    if content.contains(0) { return "nothing can be told about a binary file" }
    if let line = secretSetting(in: content) { return "line \(line) looks like a password" }
    guard role == .stray else { return nil }
    let name = ByteString(path.split(separator: "/").last.map(String.init) ?? "")
    if SecretWords.occur(in: name) || name.hasSuffix(".key") { return "its name says so" }
    if mode & 0o004 == 0 { return "nobody names it and not everybody may read it" }
    if let line = login(in: content, transports) { return "line \(line) looks like a login" }
    return nil
  }

  /// Marks of the password schemes of crypt(3) and Dovecot.
  private static func holdsHash(_ content: [UInt8]) -> Bool {
    let marks = [
      ":$1$", ":$2a$", ":$2b$", ":$2y$", ":$5$", ":$6$", ":$y$", ":$7$", ":$argon2", ":$gy$", "{PLAIN", "{CRYPT",
      "{SHA", "{SSHA", "{MD5", "{SMD5", "{BLF-CRYPT", "{ARGON2", "{CRAM-MD5", "{DIGEST-MD5", "{PBKDF2", "{SCRAM-",
      "{CLEARTEXT",
    ]
    return marks.contains { content.firstOccurrence(of: Array($0.utf8)) != nil }
  }

  /// The first line of the form "password = something" or "sql_passwd: something", also as a comment.
  private static func secretSetting(in content: [UInt8]) -> Int? {
    for (number, line) in content.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated() {
      guard let end = line.firstIndex(where: { $0 == UInt8(ascii: "=") || $0 == UInt8(ascii: ":") }),
        SecretWords.occur(in: ByteString(line[..<end])), line[(end + 1)...].contains(where: { !$0.isASCIISpace })
      else { continue }
      // The name of a table is no password, unless the table is written out.
      if SecretLine.namesFile(line) { continue }
      return number + 1
    }
    return nil
  }

  /// The first line of two words of which the second is "user:password", as in a source of smtp_sasl_password_maps.
  private static func login(in content: [UInt8], _ transports: Set<String>) -> Int? {
    for (number, line) in content.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated() {
      let words = line.split(whereSeparator: \.isASCIISpace)
      guard words.count == 2, words[0].first != UInt8(ascii: "#"),
        let colon = words[1].firstIndex(of: UInt8(ascii: ":")), colon > words[1].startIndex,
        let after = words[1][(colon + 1)...].first, after != UInt8(ascii: "/"), after != UInt8(ascii: "["),
        !transports.contains(String(decoding: words[1][..<colon], as: UTF8.self))
      else { continue }
      return number + 1
    }
    return nil
  }
}

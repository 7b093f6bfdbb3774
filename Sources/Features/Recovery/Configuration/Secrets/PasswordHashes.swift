// Hashes of passwords: marks of the schemes of crypt(3) and Dovecot.

import Bytes

enum PasswordHashes {
  private static let crypt = [
    ":$1$", ":$2a$", ":$2b$", ":$2y$", ":$5$", ":$6$", ":$y$", ":$7$", ":$argon2", ":$gy$", ":$apr1$",
  ].map { Array($0.utf8) }
  private static let schemes = [
    "plain", "crypt", "sha", "ssha", "md5", "smd5", "blf-crypt", "argon2", "cram-md5", "digest-md5", "pbkdf2", "scram-",
    "cleartext",
  ].map { ByteString($0) }

  static func are(in content: [UInt8]) -> Bool {
    crypt.contains { content.firstOccurrence(of: $0) != nil } || holdsScheme(content) || holdsSalt(content)
  }

  /// "{SSHA}…", "{plain}…". In small letters and with nothing after it, it may be the value of another parameter.
  private static func holdsScheme(_ content: [UInt8]) -> Bool {
    var index = 0
    while let brace = content.firstIndex(of: UInt8(ascii: "{"), in: index..<content.count) {
      index = brace + 1
      let word = content[index...].prefix(24)
      let text = ByteString(word).lowercased
      guard schemes.contains(where: text.hasPrefix) else { continue }
      if word.first?.isASCIIUppercase ?? false { return true }
      let after = word.drop { $0.isASCIIAlphanumeric || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ".") }
      if after.hasStart("}"), let next = after.dropFirst().first, next.isASCIIAlphanumeric || next > 0x7F {
        return true
      }
    }
    return false
  }

  /// "$6$salt$…" after anything. "$1$2" is what a pattern puts into a result.
  private static func holdsSalt(_ content: [UInt8]) -> Bool {
    let kinds: Set<ByteString> = ["1", "2a", "2b", "2y", "5", "6", "7", "y", "gy", "apr1", "argon2i", "argon2id"]
    var index = 0
    while let dollar = content.firstIndex(of: UInt8(ascii: "$"), in: index..<content.count) {
      index = dollar + 1
      let kind = content[index...].prefix(9).prefix(while: \.isASCIIAlphanumeric)
      guard kinds.contains(ByteString(kind)), content[kind.endIndex...].hasStart("$") else { continue }
      let salt = content[(kind.endIndex + 1)...].prefix(24).prefix {
        $0.isASCIIAlphanumeric || "./=,".utf8.contains($0)
      }
      if salt.count > 1, content[salt.endIndex...].hasStart("$") { return true }
    }
    return false
  }
}

// Files of logins: "host user:password" as in a source of smtp_sasl_password_maps, "user:password" as in a passwd file.

import Bytes

public enum LoginLines {
  /// Names that a route may begin with on any server, and the word that stands for one in documentation.
  public static let commonTransports: Set<String> = [
    "cyrus", "discard", "dovecot", "error", "lmtp", "local", "maildrop", "mailman", "relay", "retry", "smtp",
    "transport",
    "uucp", "virtual",
  ]

  /// The first line with a login; nil when there is none.
  public static func first(in content: [UInt8], _ transports: Set<String>) -> Int? {
    var firstPair: Int?
    var hasOthers = false
    var key: ArraySlice<UInt8>?
    for (index, line) in content.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated() {
      let text = line.drop { $0 == UInt8(ascii: "#") || $0.isASCIISpace }
      var words = text.split(maxSplits: 3, whereSeparator: \.isASCIISpace).filter { !$0.allSatisfy(\.isASCIISpace) }
      // The value of a key may stand on a line of its own.
      if line.first?.isASCIISpace ?? false, let key, words.count == 1 { words.insert(key, at: 0) }
      key = words.count == 1 && line.first != UInt8(ascii: "#") ? words.first : nil
      guard let word = words.first, RuleText.added(by: text) == nil else { continue }
      if words.count == 2, isLogin(words[1], transports) { return index + 1 }
      guard words.count == 1 || word.contains(UInt8(ascii: ":")) else {
        if line.first != UInt8(ascii: "#") { hasOthers = true }
        continue
      }
      if isAccount(word) { return index + 1 }
      guard line.first != UInt8(ascii: "#") else { continue }
      if words.count == 1, isPair(word, transports) { firstPair = firstPair ?? index + 1 } else { hasOthers = true }
    }
    // A pair means something only where there is nothing else.
    return hasOthers ? nil : firstPair
  }

  /// "user:password", which no route is.
  static func isLogin(_ word: ArraySlice<UInt8>, _ transports: Set<String>) -> Bool {
    guard let colon = word.firstIndex(of: UInt8(ascii: ":")), colon > word.startIndex,
      let after = word[(colon + 1)...].first, after != UInt8(ascii: "/"), after != UInt8(ascii: "["),
      word[colon...].contains(where: { $0.isASCIIAlphanumeric || $0 > 0x7F })
    else { return false }
    // "domain:selector:/etc/…", in a table of keys.
    if let last = word.lastIndex(of: UInt8(ascii: ":")), last > colon, word[(last + 1)...].hasStart("/"),
      SecretValue.isHarmless(word[(last + 1)...], for: .literal)
    {
      return false
    }
    return !transports.contains(String(decoding: word[..<colon], as: UTF8.self))
  }

  /// "user@domain:password", and the lines of passwd(5) with a password in them.
  private static func isAccount(_ word: ArraySlice<UInt8>) -> Bool {
    let fields = word.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
    guard fields.count > 1, fields[1].contains(where: \.isASCIIAlphanumeric), !fields[1].elementsEqual("x".utf8) else {
      return false
    }
    if fields[0].dropFirst().contains(UInt8(ascii: "@")), !fields[0].hasStart("/"), fields[1].first != UInt8(ascii: "/")
    {
      return true
    }
    let isNumeric = fields.count > 5 && (fields[2] + fields[3]).allSatisfy(\.isASCIIDigit)
    return isNumeric && !fields[2].isEmpty && fields[5].first == UInt8(ascii: "/")
  }

  /// "user:password", "host:user:password"; no port, no address of IPv6, no path.
  private static func isPair(_ word: ArraySlice<UInt8>, _ transports: Set<String>) -> Bool {
    guard isLogin(word, transports), let first = word.first, !"$/[\"|:".utf8.contains(first) else { return false }
    let rest = word.drop { $0 != UInt8(ascii: ":") }
    func isAddress(_ byte: UInt8) -> Bool { byte.isASCIIHexDigit || ":./".utf8.contains(byte) }
    return !rest.allSatisfy { $0.isASCIIDigit || $0 == UInt8(ascii: ":") } && !word.allSatisfy(isAddress)
  }
}

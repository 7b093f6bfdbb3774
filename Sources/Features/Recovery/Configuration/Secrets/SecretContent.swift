// Whether a file looks like one that holds secrets. When in doubt it does: a file that is left out is listed, a password
// that got out is out.

import Bytes
import PostfixConfig

enum SecretContent {
  /// Why the content must not be taken as it is; nil when nothing speaks against it. Keys in PEM form are not looked for.
  static func reason(_ content: [UInt8], at path: String, mode: UInt32, role: FileRole, transports: Set<String>)
    -> String?
  {
    if PasswordHashes.are(in: content) { return "it holds hashes of passwords" }
    if KeyText.holdsKey(content) { return "it holds a private key" }
    guard role == .stray || role == .settings else {
      return TableText.secretLine(in: content).map { "line \($0) looks like a password" }
    }
    if content.contains(where: isControl) { return "nothing can be told about a binary file" }
    if let line = secretLine(in: content) { return "line \(line) looks like a password" }
    if KeyText.isBlob(content) { return "it is one word in base64, as a key is" }
    guard role == .stray else { return nil }
    let name = path.split(separator: "/").last.map { Array($0.utf8) } ?? []
    if SecretWords.areIn(ByteString(name)) || SecretWords.name(name[...]) || name.hasEnd(".key") {
      return "its name says so"
    }
    if mode & 0o004 == 0 { return "nobody names it and not everybody may read it" }
    if let line = LoginLines.first(in: content, transports) { return "line \(line) looks like a login" }
    return nil
  }

  /// What no text has: a packed file may well have no NUL.
  private static func isControl(_ byte: UInt8) -> Bool { byte < 0x08 || (0x0E..<0x20).contains(byte) && byte != 0x1B }

  /// The first line with a secret, also in a comment; nil when there is none.
  static func secretLine(in content: [UInt8]) -> Int? {
    let style: SecretPhrases.Style = content.hasStart("#!") ? .scriptLine : .line
    let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]
    let lines = content.dropFirst(content.starts(with: byteOrderMark) ? 3 : 0)
    var awaited = AwaitedSecret(for: style == .line ? .literal : .expanding)
    for (index, line) in lines.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated() {
      if awaited.isSecret(line) { return index + 1 }
      let text = line.drop { $0 == UInt8(ascii: "#") || $0.isASCIISpace }
      if let added = RuleText.added(by: text) {
        if !SecretPhrases.places(in: added, .scriptLine).isEmpty { return index + 1 }
      } else if !SecretPhrases.places(in: text, style).isEmpty || isSentence(text, style) || holdsDSN(text) {
        return index + 1
      }
    }
    // A netrc may have every word on a line of its own.
    guard content.firstOccurrence(of: Array("pass".utf8)) != nil else { return nil }
    return SecretLogins(LineWords(content[...])).netrc().first.map { place in
      content[..<place.lowerBound].reduce(1) { $1 == 0x0A ? $0 + 1 : $0 }
    }
  }

  /// "The password of the database: …". Names right before the value are known already.
  private static func isSentence(_ line: ArraySlice<UInt8>, _ style: SecretPhrases.Style) -> Bool {
    guard let end = line.firstIndex(where: { $0 == UInt8(ascii: "=") || $0 == UInt8(ascii: ":") }),
      SecretWords.areIn(ByteString(line[..<end]))
    else { return false }
    // "password.example.com smtp:…" speaks of none.
    let isAddress: (ArraySlice<UInt8>) -> Bool = { $0.contains(UInt8(ascii: "@")) || $0.contains(UInt8(ascii: ".")) }
    let words = line[..<end].split(whereSeparator: \.isASCIISpace).filter { !isAddress($0) }
    guard words.dropLast().contains(where: { SecretWords.areIn(ByteString($0)) }) else { return false }
    return !SecretValue.isHarmless(line[(end + 1)...], for: style == .line ? .literal : .expanding)
  }

  /// A data source of Perl's DBI, after which user and password come.
  private static func holdsDSN(_ line: ArraySlice<UInt8>) -> Bool {
    guard line.indices.contains(where: { line[$0...].hasStart("DBI:") || line[$0...].hasStart("dbi:") }) else {
      return false
    }
    return line.contains(UInt8(ascii: ","))
  }
}

// What stands where a secret is expected: the secret itself, or a word that only says where it is.

import Bytes

public enum SecretValue {
  /// Who reads the value, which decides what "$name" is.
  public enum Reader {
    /// Postfix or a shell: it is replaced.
    case expanding
    /// It may be a password that begins so.
    case literal
  }

  private static let lengthLimit = 1024

  /// Whether a value, perhaps in quotes, is no secret: nothing, a reference, the name of a file, a switch.
  public static func isHarmless(_ value: ArraySlice<UInt8>, for reader: Reader) -> Bool {
    // So long a word is looked at no further, also to need no more time for many of them than for one.
    if value.count > lengthLimit { return false }
    // The value is on the next line.
    if value.elementsEqual("\\".utf8) { return false }
    let quotes = Set("\"'\\".utf8)
    var text = value.drop { quotes.contains($0) || $0.isASCIISpace }
    while let last = text.last, quotes.contains(last) || last == UInt8(ascii: ";") || last.isASCIISpace {
      text.removeLast()
    }
    if text.allSatisfy({ ";:,.(){}[]<>|=&-\"'".utf8.contains($0) }) { return true }
    return isReference(text, for: reader) || namesFile(text) || switches.contains(ByteString(text).lowercased)
  }

  /// Whether a value is one long word of letters and digits, as nobody invents it.
  static func isRandom(_ value: ArraySlice<UInt8>) -> Bool {
    let word = value.filter { !"\"'".utf8.contains($0) }
    return word.count >= 16 && word.contains(where: \.isASCIIDigit) && word.contains(where: \.isASCIILetter)
      && word.allSatisfy { $0.isASCIIAlphanumeric || "+/=_-".utf8.contains($0) } && !word.hasStart("/")
  }

  private static let switches: Set<ByteString> = ["yes", "no", "true", "false", "on", "off", "y", "n"]

  /// `$name`, `${name}`, `$1`, `$(command)`, `` `command` ``, and nothing beside it: `${name:-word}` shows the word.
  private static func isReference(_ text: ArraySlice<UInt8>, for reader: Reader) -> Bool {
    if text.hasStart("$(") || text.hasStart("`") { return true }
    guard text.hasStart("$") else { return false }
    let rest = text.dropFirst()
    if rest.hasStart("{") {
      let name = rest.dropFirst().prefix { $0.isASCIIAlphanumeric || $0 == UInt8(ascii: "_") }
      return !name.isEmpty && rest.dropFirst(name.count + 1).elementsEqual("}".utf8)
    }
    if rest.count == 1, let only = rest.first { return only.isASCIIDigit || "@*#?!".utf8.contains(only) }
    guard rest.allSatisfy({ $0.isASCIIAlphanumeric || $0 == UInt8(ascii: "_") }) else { return false }
    return reader == .expanding || !rest.contains(where: \.isASCIILowercase)
  }

  /// "/etc/…", "</etc/…", "hash:/…", "https://…". Base64 may begin with a slash, so the folder must be one that is known.
  private static func namesFile(_ text: ArraySlice<UInt8>) -> Bool {
    let path = text.drop { $0 == UInt8(ascii: "<") }
    if path.first == UInt8(ascii: "/") {
      return folders.contains(ByteString(path.dropFirst().prefix { $0 != UInt8(ascii: "/") }))
    }
    var name = ByteString(text)
    while name.hasPrefix("proxy:") || name.hasPrefix("debug:") { name = ByteString(name.bytes.dropFirst(6)) }
    guard let table = try? TableName(name) else { return false }
    if schemes.contains(table.type.lowercased), table.name.hasPrefix("//") { return true }
    switch table.kind {
    case .textFile, .indexedFile, .networks, .posixPatterns, .perlPatterns, .remote:
      return (table.name.hasPrefix("/") && !table.name.hasPrefix("//")) || table.name.hasPrefix("$")
    default: return false
    }
  }

  private static let folders: Set<ByteString> = [
    "dev", "etc", "home", "lib", "media", "mnt", "opt", "proc", "root", "run", "srv", "tmp", "usr", "var",
  ]
  private static let schemes: Set<ByteString> = ["http", "https", "ldap", "ldaps", "ldapi", "file"]
}

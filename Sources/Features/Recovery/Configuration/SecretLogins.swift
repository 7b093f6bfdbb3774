// Logins in a text: https://user:password@host, curl -u user:password, "login … password …" of a netrc.

import Bytes

/// Finds them by the words of a text.
struct SecretLogins {
  let words: [Range<Int>]
  private let text: ArraySlice<UInt8>

  init(_ text: ArraySlice<UInt8>) {
    self.text = text
    var words: [Range<Int>] = []
    var index = text.startIndex
    while let start = text[index...].firstIndex(where: { !$0.isASCIISpace }) {
      index = text[start...].firstIndex(where: \.isASCIISpace) ?? text.endIndex
      words.append(start..<index)
    }
    self.words = words
  }

  var places: [Range<Int>] {
    words.indices.compactMap { userInformation(in: words[$0]) ?? password(at: $0) } + tableInWords() + netrc()
      + commands()
  }

  /// "static:user:password" after the name of a parameter that takes it, where an equals sign was forgotten.
  private func tableInWords() -> [Range<Int>] {
    let table = words.first { text[$0].hasStart("static:") || text[$0].hasStart("inline:") }
    guard let table, let last = words.last, SecretWords.areIn(ByteString(text[..<table.lowerBound])) else { return [] }
    return [table.lowerBound..<last.upperBound]
  }

  // MARK: Addresses

  /// Whether a text has the address of a server with a password in it.
  static func areInAddresses(of text: ArraySlice<UInt8>) -> Bool {
    guard text.contains(UInt8(ascii: "@")) else { return false }
    let logins = SecretLogins(text)
    return logins.words.contains { logins.userInformation(in: $0) != nil }
  }

  /// "user:password" before the "@" of a URL or of a socket's address.
  private func userInformation(in word: Range<Int>) -> Range<Int>? {
    let bytes = text[word]
    guard let at = bytes.lastIndex(of: UInt8(ascii: "@")) else { return nil }
    var start: Int
    if let slash = bytes.indices.first(where: { bytes[$0...].hasStart("://") }) {
      start = slash + 3
    } else if let type = ["inet:", "tcp:"].first(where: { bytes.starts(with: $0.utf8) }) {
      start = word.lowerBound + type.utf8.count
    } else {
      return nil
    }
    guard start < at, let colon = bytes[start..<at].firstIndex(of: UInt8(ascii: ":")), colon + 1 < at else {
      return nil
    }
    // https://host:443/@name is a port and a path.
    if let slash = bytes[colon..<at].firstIndex(of: UInt8(ascii: "/")),
      bytes[(colon + 1)..<slash].allSatisfy(\.isASCIIDigit)
    {
      return nil
    }
    let password = bytes[(colon + 1)..<at]
    return password.hasStart("$") && SecretValue.isHarmless(password, for: .expanding) ? nil : start..<at
  }

  // MARK: Arguments

  /// `-u user:password`, `--user=user:password`, `Authorization: Bearer …`.
  private func password(at index: Int) -> Range<Int>? {
    let word = words[index]
    let bytes = text[word]
    if let before = index > 0 ? text[words[index - 1]] : nil {
      let isOption = before.elementsEqual("-u".utf8) || before.elementsEqual("--user".utf8)
      if isOption, let login = login(word) { return login }
    }
    for option in ["--user=", "-u"] where bytes.starts(with: option.utf8) && bytes.count > option.utf8.count {
      if let login = login(word.lowerBound + option.utf8.count..<word.upperBound) { return login }
    }
    guard index + 1 < words.count, bytes.hasEnd(":"), bytes.count < 24,
      ByteString(bytes).lowercased.hasSuffix("authorization:")
    else { return nil }
    // The scheme, then the secret.
    let last = words[min(index + 2, words.count - 1)]
    let isQuoted = last.count > 1 && "\"'".utf8.contains(text[last.upperBound - 1])
    let value = words[index + 1].lowerBound..<(isQuoted ? last.upperBound - 1 : last.upperBound)
    return SecretValue.isHarmless(text[last], for: .expanding) ? nil : value
  }

  private func login(_ place: Range<Int>) -> Range<Int>? {
    let quotes = Set("\"'".utf8)
    let bytes = text[place].drop { quotes.contains($0) }
    guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")), colon > bytes.startIndex else { return nil }
    let password = bytes[(colon + 1)...]
    let isNumeric = bytes.allSatisfy { $0.isASCIIDigit || $0 == UInt8(ascii: ":") }
    return isNumeric || password.hasStart("//") || SecretValue.isHarmless(password, for: .expanding) ? nil : place
  }

  /// `mysql -ppassword`, `sshpass -p password`.
  private func commands() -> [Range<Int>] {
    var places: [Range<Int>] = []
    var command: ArraySlice<UInt8> = []
    for (index, word) in words.enumerated() {
      let bytes = text[word]
      // "/usr/bin/mysql", "argv=mysql", "`mysql".
      let name =
        bytes.lastIndex { !$0.isASCIIAlphanumeric && $0 != UInt8(ascii: "-") }.map { bytes[($0 + 1)...] } ?? bytes
      if name.hasStart("mysql") || name.hasStart("mariadb") || name.hasStart("sshpass") { command = name }
      guard !command.isEmpty, bytes.hasStart("-p"), !bytes.hasStart("-p=") else { continue }
      if bytes.count > 2 {
        let place = word.lowerBound + 2..<word.upperBound
        if !SecretValue.isHarmless(text[place], for: .expanding) { places.append(place) }
      } else if command.hasStart("sshpass"), index + 1 < words.count,
        !SecretValue.isHarmless(text[words[index + 1]], for: .expanding)
      {
        places.append(words[index + 1])
      }
    }
    return places
  }

  // MARK: Netrc

  /// `machine … login … password …` in any order and on any number of lines, `user … with pass …` of fetchmail.
  func netrc() -> [Range<Int>] {
    words.indices.dropFirst().dropLast().compactMap { index in
      guard isWord(index, in: Self.secretWords) else { return nil }
      // The word between is the user or the host.
      let name = isWord(index - 1, in: ["with"]) ? index - 2 : index - 1
      let hasLogin = name > 0 && isWord(name - 1, in: Self.loginWords) && !isWord(name, in: Self.joiningWords)
      guard hasLogin || isWord(index - 1, in: ["default"]) else { return nil }
      let value = words[index + 1]
      return SecretValue.isHarmless(text[value], for: .expanding) ? nil : value
    }
  }

  private static let secretWords: Set<ByteString> = ["password", "passwd", "pass"]
  private static let loginWords: Set<ByteString> = ["machine", "login", "user", "username", "account"]
  /// Words of a sentence about users and passwords.
  private static let joiningWords: Set<ByteString> = [
    "a", "and", "can", "is", "may", "must", "name", "no", "or", "should", "the", "their", "without",
  ]

  private func isWord(_ index: Int, in wanted: Set<ByteString>) -> Bool {
    guard words.indices.contains(index), words[index].count < 12 else { return false }
    return wanted.contains(ByteString(text[words[index]]).lowercased)
  }
}

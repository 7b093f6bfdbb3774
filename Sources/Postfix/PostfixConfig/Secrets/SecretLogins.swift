// Logins in a text: "login … password …" of a netrc, "[host]:port user:password", "static:user:password".

import Bytes

public struct SecretLogins {
  private let words: LineWords

  public init(_ words: LineWords) { self.words = words }

  /// `machine … login … password …` in any order and on any number of lines, `user … with pass …` of fetchmail.
  public func netrc() -> [Range<Int>] {
    words.indices.dropFirst().dropLast().compactMap { index in
      guard words.isWord(index, in: Self.secretWords) else { return nil }
      // The word between is the user or the host.
      let name = words.isWord(index - 1, in: ["with"]) ? index - 2 : index - 1
      let hasLogin =
        name > 0 && words.isWord(name - 1, in: Self.loginWords) && !words.isWord(name, in: Self.joiningWords)
      guard hasLogin || words.isWord(index - 1, in: ["default"]) else { return nil }
      return SecretValue.isHarmless(words[index + 1], for: .expanding) ? nil : words.places[index + 1]
    }
  }

  /// "IDENTIFIED BY 'password'" of SQL.
  func ofSQL() -> [Range<Int>] {
    words.indices.dropFirst(2).compactMap { index in
      guard words.isWord(index - 1, in: ["by"]), words.isWord(index - 2, in: ["identified"]),
        let first = words[index].first, "\"'".utf8.contains(first)
      else { return nil }
      return SecretValue.isHarmless(words[index], for: .literal) ? nil : words.places[index]
    }
  }

  private static let secretWords: Set<ByteString> = ["password", "passwd", "pass"]
  private static let loginWords: Set<ByteString> = ["machine", "login", "user", "username", "account"]
  /// Words of a sentence about users and passwords.
  private static let joiningWords: Set<ByteString> = [
    "a", "and", "can", "is", "may", "must", "name", "no", "or", "should", "the", "their", "without",
  ]

  /// "[smtp.example.net]:587 user:password": no other table has a key in brackets and two words in its value.
  public func ofRelays() -> [Range<Int>] {
    words.indices.dropFirst().compactMap { index in
      guard isRelay(words[index - 1]), !words[index].allSatisfy({ $0.isASCIIHexDigit || ":./".utf8.contains($0) }),
        let colon = words[index].firstIndex(of: UInt8(ascii: ":")), colon > words[index].startIndex,
        !SecretValue.isHarmless(words[index], for: .literal),
        !SecretValue.isHarmless(words[index][(colon + 1)...], for: .literal)
      else { return nil }
      return words.places[index].lowerBound..<(words.places.last ?? words.places[index]).upperBound
    }
  }

  /// "[host]", "[host]:port".
  private func isRelay(_ word: ArraySlice<UInt8>) -> Bool {
    guard word.hasStart("["), let close = word.firstIndex(of: UInt8(ascii: "]")) else { return false }
    let port = word[(close + 1)...]
    return port.isEmpty || (port.hasStart(":") && port.dropFirst().allSatisfy(\.isASCIIAlphanumeric))
  }

  /// "static:user:password" after the name of a parameter that takes it, where an equals sign was forgotten, or alone in
  /// a comment.
  func inTables() -> [Range<Int>] {
    let tables = words.indices.filter { words[$0].hasStart("static:") || words[$0].hasStart("inline:") }
    guard let first = tables.first, let last = words.places.last else { return [] }
    let start = words.places[first].lowerBound
    let isAfterName = SecretWords.areIn(ByteString(words.text[..<start]))
    let isLogin = words[first].hasStart("static:") && LoginLines.isLogin(words[first].dropFirst(7), [])
    return isAfterName || (isLogin && words.count == 1) ? [start..<last.upperBound] : []
  }
}

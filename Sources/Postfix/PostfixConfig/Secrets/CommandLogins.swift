// Passwords that commands get in their own ways: curl -u user:password, mysql -ppassword, "Authorization: Bearer …".

import Bytes

struct CommandLogins {
  private let words: LineWords

  init(_ words: LineWords) { self.words = words }

  var places: [Range<Int>] {
    words.indices.compactMap { userOption(at: $0) ?? authorization(at: $0) } + options() + piped() + calls()
  }

  /// `-u user:password`, `--proxy-user=user:password`.
  private func userOption(at index: Int) -> Range<Int>? {
    if words.isWord(index - 1, in: ["-u", "--user", "-U", "--proxy-user"]), let login = login(words.places[index]) {
      return login
    }
    for option in ["--user=", "--proxy-user=", "-u", "-U"] where words[index].starts(with: option.utf8) {
      let place = words.places[index]
      return login(place.lowerBound + option.utf8.count..<place.upperBound)
    }
    return nil
  }

  private func login(_ place: Range<Int>) -> Range<Int>? {
    let bytes = words.text[place].drop { "\"'".utf8.contains($0) }
    guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")), colon > bytes.startIndex else { return nil }
    let password = bytes[(colon + 1)...]
    let isNumeric = bytes.allSatisfy { $0.isASCIIDigit || $0 == UInt8(ascii: ":") }
    return isNumeric || password.hasStart("//") || SecretValue.isHarmless(password, for: .expanding) ? nil : place
  }

  /// `Authorization: Bearer …`: the scheme, then the secret.
  private func authorization(at index: Int) -> Range<Int>? {
    guard index + 1 < words.count, words[index].hasEnd(":"), words[index].count < 24,
      ByteString(words[index]).lowercased.hasSuffix("authorization:")
    else { return nil }
    let last = words.places[min(index + 2, words.count - 1)]
    let isQuoted = last.count > 1 && "\"'".utf8.contains(words.text[last.upperBound - 1])
    guard !SecretValue.isHarmless(words.text[last], for: .expanding) else { return nil }
    return words.places[index + 1].lowerBound..<(isQuoted ? last.upperBound - 1 : last.upperBound)
  }

  /// Options that are passwords in some programs, and something else in most.
  private static let options: [(program: StaticString, option: String, isOneWord: Bool)] = [
    ("mysql", "-p", true), ("mariadb", "-p", true), ("sshpass", "-p", false), ("ldap", "-w", false),
    ("swaks", "-ap", false), ("ssh-keygen", "-N", false),
  ]

  private func options() -> [Range<Int>] {
    var places: [Range<Int>] = []
    var known = Self.options[..<0]
    for index in words.indices {
      // "/usr/bin/mysql", "argv=mysql", "`mysql".
      let word = words[index]
      let isEnd: (UInt8) -> Bool = { !$0.isASCIIAlphanumeric && $0 != UInt8(ascii: "-") }
      let name = word.lastIndex(where: isEnd).map { word[($0 + 1)...] } ?? word
      if let program = Self.options.firstIndex(where: { name.hasStart($0.program) }) {
        known = Self.options[program...program]
      }
      guard let option = known.first, word.starts(with: option.option.utf8) else { continue }
      let start = words.places[index].lowerBound + option.option.utf8.count
      var place = start..<words.places[index].upperBound
      if place.isEmpty, !option.isOneWord, index + 1 < words.count { place = words.places[index + 1] }
      if !place.isEmpty, !SecretValue.isHarmless(words.text[place], for: .expanding) { places.append(place) }
    }
    return places
  }

  /// `echo password | saslpasswd2 -p -c user`.
  private func piped() -> [Range<Int>] {
    guard let end = words.indices.first(where: { words[$0].hasEnd("chpasswd") || words[$0].hasEnd("saslpasswd2") }),
      let start = words.indices.first(where: { words.isWord($0, in: ["echo", "printf"]) }), start + 1 < end,
      let pipe = words.indices.first(where: { words[$0].hasStart("|") }), start + 1 < pipe, pipe <= end
    else { return [] }
    let place = words.places[start + 1].lowerBound..<words.places[pipe - 1].upperBound
    return SecretValue.isHarmless(words.text[place], for: .expanding) ? [] : [place]
  }

  /// `login("user", "password")`, `DBI->connect($source, 'user', 'password')`.
  private func calls() -> [Range<Int>] {
    guard
      let call = words.indices.first(where: { index in
        let name = ByteString(words[index].prefix { $0 != UInt8(ascii: "(") })
        return name.count < words[index].count && (name.hasSuffix("login") || name.hasSuffix("connect"))
      })
    else { return [] }
    let start = words.places[call].lowerBound
    let arguments = words.text[start...].split(separator: UInt8(ascii: ","))
    guard arguments.count > 1, let last = arguments.last else { return [] }
    let value = last.drop(while: \.isASCIISpace)
    guard let quote = value.first, "\"'".utf8.contains(quote) else { return [] }
    let text = value.dropFirst().prefix { $0 != quote }
    return SecretValue.isHarmless(text, for: .expanding) ? [] : [text.startIndex..<text.endIndex]
  }
}

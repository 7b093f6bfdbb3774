// Where secrets stand in a text: PASSWORD=…, --token …, "api_key": "…", bindpw …
//
// One walk over the text: a name is looked at once, and what belongs to it is skipped.

import Bytes

/// Finds the secrets of a line or of a value by the names that stand before them.
struct SecretPhrases {
  enum Style {
    /// Arguments of a command, a value of main.cf.
    case command
    /// A line of settings, of a script, a comment.
    case line
    /// The same of a file in which "$name" is replaced.
    case scriptLine
  }

  private let text: ArraySlice<UInt8>
  private let style: Style
  private var reader: SecretValue.Reader { style == .line ? .literal : .expanding }

  /// The places of the secrets, in their order.
  static func places(in text: ArraySlice<UInt8>, _ style: Style) -> [Range<Int>] {
    let phrases = SecretPhrases(text: text, style: style)
    let words = LineWords(text)
    let logins = SecretLogins(words)
    var all = phrases.named() + SecretAddresses.places(in: words) + CommandLogins(words).places
    all += logins.netrc() + logins.inTables()
    if style != .command { all += phrases.afterFirstWord(words.places) + logins.ofRelays() }
    var places: [Range<Int>] = []
    for place in all.sorted(by: { ($0.lowerBound, $1.upperBound) < ($1.lowerBound, $0.upperBound) }) {
      if let last = places.last, place.lowerBound < last.upperBound {
        places[places.count - 1] = last.lowerBound..<max(last.upperBound, place.upperBound)
      } else {
        places.append(place)
      }
    }
    return places
  }

  // MARK: Names

  private func named() -> [Range<Int>] {
    var places: [Range<Int>] = []
    var index = text.startIndex
    while index < text.endIndex {
      guard Self.isNameByte(text[index]) else {
        index += 1
        continue
      }
      let end = text[index...].firstIndex { !Self.isNameByte($0) } ?? text.endIndex
      let name = index..<end
      index = end
      let isKey = SecretWords.isKey(text[name])
      guard isKey || SecretWords.name(text[name]), let place = place(after: name) else { continue }
      if isKey, !SecretWords.name(text[name]), !SecretValue.isRandom(text[place]) { continue }
      places.append(place)
      index = max(end, place.upperBound)
    }
    return places
  }

  private func place(after name: Range<Int>) -> Range<Int>? {
    let before = name.lowerBound > text.startIndex ? text[name.lowerBound - 1] : nil
    // An address, a path, a pattern.
    if let before, "@/*\\^+".utf8.contains(before) { return nil }
    let end = name.upperBound
    if before == UInt8(ascii: "<"), byte(at: end) == UInt8(ascii: ">") {
      let close = text[end...].firstIndex(of: UInt8(ascii: "<")) ?? text.endIndex
      return checked(end + 1..<close)
    }
    // 'the password' => …, $login{password} = …
    let closed = skip(from: end) { "\"']})".utf8.contains($0) }
    let next = skip(from: closed, while: \.isASCIISpace)
    // The word "password:" alone.
    if let before, isQuote(before), closed == end, byte(at: next + 1) == before { return nil }
    switch byte(at: next) {
    case UInt8(ascii: "=")?:
      // A comparison.
      if next > closed, let second = byte(at: next + 1), "=~".utf8.contains(second) { return nil }
      return value(from: byte(at: next + 1) == UInt8(ascii: ">") ? next + 2 : next + 1)
    case UInt8(ascii: ":")? where takesColon(name, before, next: next == closed ? byte(at: next + 1) : nil):
      // "name := …", "name:: …"
      return value(from: byte(at: next + 1).map { "=:".utf8.contains($0) } ?? false ? next + 2 : next + 1)
    case UInt8(ascii: ",")? where style != .command && closed == end + 1 && isQuote(before):
      // define('DB_PASS', '…')
      let value = skip(from: next + 1, while: \.isASCIISpace)
      return isQuote(byte(at: value)) ? self.value(from: value) : nil
    case UInt8(ascii: ">")? where closed > end:
      // <entry key="password">…</entry>
      return checked(next + 1..<(text[next...].firstIndex(of: UInt8(ascii: "<")) ?? text.endIndex))
    case let first? where next > closed && closed == end:
      if text[name.lowerBound] == UInt8(ascii: "-") { return argument(from: next) }
      guard style != .command else { return nil }
      return isQuote(first) || SecretWords.isPlain(text[name]) ? value(from: next) : sentence(from: next)
    default: return nil
    }
  }

  /// "the password is word2": in most sentences that go on so, the word has no digit.
  private func sentence(from start: Int) -> Range<Int>? {
    let verb = start..<wordEnd(start)
    guard text[verb].elementsEqual("is".utf8) || text[verb].elementsEqual("was".utf8),
      let value = value(from: verb.upperBound, isArgument: true)
    else { return nil }
    let hasBoth = text[value].contains(where: \.isASCIIDigit) && text[value].contains(where: \.isASCIILetter)
    return hasBoth || isQuote(text[value.lowerBound]) ? value : nil
  }

  /// In a command a colon is mostly something else.
  private func takesColon(_ name: Range<Int>, _ before: UInt8?, next: UInt8?) -> Bool {
    if next == UInt8(ascii: ":") { return style != .command && byte(at: name.upperBound + 2)?.isASCIISpace ?? false }
    if style != .command { return true }
    let text = text[name]
    return text.hasStart("X-") || text.elementsEqual("pass".utf8) || before == UInt8(ascii: "\"")
      || before == UInt8(ascii: "'")
  }

  /// The line "bindpw word", "# password word", "setenv API_TOKEN word".
  private func afterFirstWord(_ all: [Range<Int>]) -> [Range<Int>] {
    var words = all[...]
    let openers: [ByteString] = ["set", "setenv", "export"]
    if let first = words.first, openers.contains(ByteString(text[first])) { words.removeFirst() }
    guard let first = words.popFirst(), let second = words.first, let last = words.last,
      text[first].allSatisfy(Self.isNameByte), SecretWords.name(text[first])
    else { return [] }
    guard SecretWords.isPlain(text[first]) || words.count == 1, !RuleText.isAction(text[second]) else { return [] }
    return checked(second.lowerBound..<last.upperBound).map { [$0] } ?? []
  }

  // MARK: Values

  /// The next word, unless it is another option.
  private func argument(from start: Int) -> Range<Int>? {
    if byte(at: start) == UInt8(ascii: "-"), byte(at: start + 1) == UInt8(ascii: "-") || wordEnd(start) - start < 3 {
      return nil
    }
    return value(from: start, isArgument: true)
  }

  private func value(from position: Int, isArgument: Bool = false) -> Range<Int>? {
    let start = skip(from: position, while: \.isASCIISpace)
    guard var first = byte(at: start) else { return nil }
    var inside = start + 1
    // \"word\" inside of quotes.
    let isEscaped = first == UInt8(ascii: "\\") && byte(at: start + 1) == UInt8(ascii: "\"")
    if isEscaped { (first, inside) = (UInt8(ascii: "\""), start + 2) }
    if isQuote(first) {
      // '''word'''
      if !isEscaped, byte(at: start + 1) == first, byte(at: start + 2) == first { inside = start + 3 }
      let close = text[min(inside, text.endIndex)...].firstIndex(of: first)
      return checked(start..<(close.map { $0 + 1 } ?? text.endIndex))
    }
    var end = wordEnd(start)
    guard checked(start..<end) != nil else { return nil }
    // Who writes a password into a comment may have blanks in it.
    if style == .line, !isArgument { end = text.endIndex }
    return trimmed(start..<end)
  }

  private func wordEnd(_ start: Int) -> Int { skip(from: start) { !$0.isASCIISpace } }

  private func checked(_ place: Range<Int>) -> Range<Int>? {
    place.isEmpty || SecretValue.isHarmless(text[place], for: reader) ? nil : place
  }

  /// Without what closes something that began earlier.
  private func trimmed(_ place: Range<Int>) -> Range<Int>? {
    var end = place.upperBound
    let pairs: [UInt8: UInt8] = [
      UInt8(ascii: "}"): UInt8(ascii: "{"), UInt8(ascii: ")"): UInt8(ascii: "("), UInt8(ascii: "\""): 0,
      UInt8(ascii: "'"): 0, UInt8(ascii: ","): 0, UInt8(ascii: ";"): 0,
    ]
    while end > place.lowerBound {
      let last = text[end - 1]
      guard last.isASCIISpace || pairs[last].map({ !text[place].contains($0) }) ?? false else { break }
      end -= 1
    }
    return end > place.lowerBound ? place.lowerBound..<end : nil
  }

  // MARK: Bytes

  private static func isNameByte(_ byte: UInt8) -> Bool {
    byte.isASCIIAlphanumeric || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-")
  }

  private func isQuote(_ byte: UInt8?) -> Bool { byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") }

  private func byte(at index: Int) -> UInt8? { text.indices.contains(index) ? text[index] : nil }

  private func skip(from start: Int, while belongs: (UInt8) -> Bool) -> Int {
    guard start < text.endIndex else { return text.endIndex }
    return text[start...].firstIndex { !belongs($0) } ?? text.endIndex
  }
}

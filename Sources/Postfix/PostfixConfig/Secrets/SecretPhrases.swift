// Where secrets stand in a text: PASSWORD=…, --token …, "api_key": "…", bindpw …
//
// One walk over the text: a name is looked at once, and what belongs to it is skipped.

import Bytes

/// Finds the secrets of a line or of a value by the names that stand before them.
public struct SecretPhrases {
  public enum Style {
    /// Arguments of a command, a value of main.cf.
    case command
    /// A line of settings, of a script, a comment.
    case line
    /// The same of a file in which "$name" is replaced.
    case scriptLine
  }

  private let text: ArraySlice<UInt8>
  private let style: Style
  private let extent: SecretExtent

  private init(_ text: ArraySlice<UInt8>, _ style: Style) {
    self.text = text
    self.style = style
    extent = SecretExtent(text: text, reader: style == .line ? .literal : .expanding, isWholeLine: style == .line)
  }

  /// The places of the secrets, in their order.
  public static func places(in text: ArraySlice<UInt8>, _ style: Style) -> [Range<Int>] {
    let phrases = SecretPhrases(text, style)
    let words = LineWords(text)
    let logins = SecretLogins(words)
    var all = phrases.named() + SecretAddresses.places(in: words) + CommandLogins(words).places
    all += logins.netrc() + logins.inTables() + logins.ofSQL()
    if style != .command { all += phrases.afterFirstWord(words.places) + logins.ofRelays() }
    return merged(all)
  }

  /// In their order, and none twice.
  static func merged(_ all: [Range<Int>]) -> [Range<Int>] {
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
    if before == UInt8(ascii: "<"), extent.byte(at: end) == UInt8(ascii: ">") {
      let close = text[end...].firstIndex(of: UInt8(ascii: "<")) ?? text.endIndex
      return extent.checked(end + 1..<close)
    }
    // 'the password' => …, $login{password} = …
    let closed = extent.skip(from: end) { "\"']})".utf8.contains($0) }
    let next = extent.skip(from: closed, while: \.isASCIISpace)
    // The word "password:" alone.
    if let before, extent.isQuote(before), closed == end, extent.byte(at: next + 1) == before { return nil }
    switch extent.byte(at: next) {
    case UInt8(ascii: "=")?:
      // A comparison.
      if next > closed, let second = extent.byte(at: next + 1), "=~".utf8.contains(second) { return nil }
      return extent.value(from: extent.byte(at: next + 1) == UInt8(ascii: ">") ? next + 2 : next + 1)
    case UInt8(ascii: ":")? where takesColon(name, before, next: next == closed ? extent.byte(at: next + 1) : nil):
      // "name := …", "name:: …"
      return extent.value(from: extent.byte(at: next + 1).map { "=:".utf8.contains($0) } ?? false ? next + 2 : next + 1)
    case UInt8(ascii: ",")? where style != .command && closed == end + 1 && extent.isQuote(before):
      // define('DB_PASS', '…')
      let value = extent.skip(from: next + 1, while: \.isASCIISpace)
      return extent.isQuote(extent.byte(at: value)) ? extent.value(from: value) : nil
    case UInt8(ascii: ">")? where closed > end:
      // <entry key="password">…</entry>
      return extent.checked(next + 1..<(text[next...].firstIndex(of: UInt8(ascii: "<")) ?? text.endIndex))
    case let first? where next > closed && closed == end:
      if text[name.lowerBound] == UInt8(ascii: "-") { return extent.argument(from: next) }
      guard style != .command else { return nil }
      return extent.isQuote(first) || SecretWords.isPlain(text[name]) ? extent.value(from: next) : sentence(from: next)
    default: return nil
    }
  }

  /// "the password is word2": in most sentences that go on so, the word has no digit.
  private func sentence(from start: Int) -> Range<Int>? {
    let verb = start..<extent.wordEnd(start)
    guard text[verb].elementsEqual("is".utf8) || text[verb].elementsEqual("was".utf8),
      let value = extent.value(from: verb.upperBound, isArgument: true)
    else { return nil }
    let hasBoth = text[value].contains(where: \.isASCIIDigit) && text[value].contains(where: \.isASCIILetter)
    return hasBoth || extent.isQuote(text[value.lowerBound]) ? value : nil
  }

  /// In a command a colon is mostly something else.
  private func takesColon(_ name: Range<Int>, _ before: UInt8?, next: UInt8?) -> Bool {
    if next == UInt8(ascii: ":") {
      return style != .command && extent.byte(at: name.upperBound + 2)?.isASCIISpace ?? false
    }
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
    return extent.checked(second.lowerBound..<last.upperBound).map { [$0] } ?? []
  }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    byte.isASCIIAlphanumeric || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-")
  }
}

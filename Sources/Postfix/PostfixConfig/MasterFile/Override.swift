// "-o name=value" in master.cf, as the daemon's getopt(3) reads it.
//
// The forms: `-o name=value`, `-oname=value`, `-vo name=value`, and since 3.0 `-o { name = value with blanks }`. Options
// end at the first word that does not begin with "-", or at "--". Source: single_server.c, master_ent.c.

public import Bytes

/// A setting that holds for one service only.
public struct Override: Sendable {
  public let name: ByteString
  public let value: ByteString
  /// The word that holds the value; the option letter may stand in the word before it.
  let word: Word
  let nameOffset: Int
  let valueOffset: Int
  let line: LogicalLine

  public var nameSpan: SourceSpan {
    line.span(from: word.offset + nameOffset, length: name.count, in: .master)
  }
  public var valueSpan: SourceSpan { span(inValue: 0, length: value.count) }
  public func span(inValue offset: Int, length: Int) -> SourceSpan {
    line.span(from: word.offset + valueOffset + offset, length: length, in: .master)
  }
}

extension MasterEntry {
  /// Every -o setting, in the order of the file.
  public var overrides: [Override] { DaemonArguments(self).overrides }
}

/// What the arguments of a daemon say.
struct DaemonArguments: Sendable {
  private(set) var overrides: [Override] = []
  /// Words that the daemon does not expect; smtpd and most others die of one.
  private(set) var strays: [Word] = []
  /// `-o` values that are no "name=value": the daemon does not start.
  private(set) var malformed: [(word: Word, problem: NameValue.Problem)] = []
  /// All arguments but the settings, as the program gets them.
  private(set) var others: [ByteString] = []

  /// The letters that take a value in every Postfix daemon's option list.
  private static let lettersWithValue = Array("ilmnost".utf8)

  init(_ entry: MasterEntry) {
    var words = entry.arguments
    while let word = words.first {
      let bytes = word.text.bytes
      guard bytes.first == UInt8(ascii: "-"), bytes.count > 1 else { break }
      words.removeFirst()
      if word.text == "--" { break }
      guard let letterIndex = bytes.indices.dropFirst().first(where: { Self.lettersWithValue.contains(bytes[$0]) })
      else {
        others.append(word.text)
        continue
      }
      let value: Word
      var start = 0
      if letterIndex + 1 < bytes.count {
        value = word
        start = letterIndex + 1
      } else if let next = words.popFirst() {
        value = next
      } else {
        break
      }
      guard bytes[letterIndex] == UInt8(ascii: "o") else {
        others += value == word ? [word.text] : [word.text, value.text]
        continue
      }
      // Of "-vo" the "-v" is left.
      if letterIndex > 1 { others.append(ByteString(bytes[..<letterIndex])) }
      add(value, from: start, of: entry)
    }
    strays = Array(words)
    others += malformed.map { "-o " + $0.word.text }
    others += strays.map(\.text.asArgument)
  }

  private mutating func add(_ word: Word, from start: Int, of entry: MasterEntry) {
    var text = word.text.bytes[start...]
    // master(8) strips the braces of a word that begins with one, before the daemon sees it.
    if text.first == UInt8(ascii: "{") {
      text = text.dropFirst()
      if text.last == UInt8(ascii: "}") { text = text.dropLast() }
    }
    do throws(NameValue.Problem) {
      let parts = try NameValue(text)
      overrides.append(
        Override(
          name: parts.name.text, value: parts.value.text, word: word, nameOffset: text.startIndex + parts.name.offset,
          valueOffset: text.startIndex + parts.value.offset, line: entry.line))
    } catch {
      malformed.append((word, error))
    }
  }
}

extension ByteString {
  /// Braces keep words together, and blanks at their ends do not count.
  fileprivate var asArgument: ByteString {
    guard hasPrefix("{") else { return self }
    let inside = Words.insideBraces(self).text
    return inside.bytes.contains(where: \.isWordSeparator) || inside.bytes.isEmpty ? "{" + inside + "}" : inside
  }
}

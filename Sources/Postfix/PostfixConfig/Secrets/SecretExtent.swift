// How far a secret goes from where it begins: to a blank, to the quote that closes it, to the end of the line.

import Bytes

struct SecretExtent {
  let text: ArraySlice<UInt8>
  let reader: SecretValue.Reader
  /// Who writes a password into a comment may have blanks in it.
  let isWholeLine: Bool

  /// The next word, unless it is another option.
  func argument(from start: Int) -> Range<Int>? {
    if byte(at: start) == UInt8(ascii: "-"), byte(at: start + 1) == UInt8(ascii: "-") || wordEnd(start) - start < 3 {
      return nil
    }
    return value(from: start, isArgument: true)
  }

  func value(from position: Int, isArgument: Bool = false) -> Range<Int>? {
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
      let end = close.map { $0 + 1 } ?? text.endIndex
      // "word"word is one word for a shell.
      let goesOn = byte(at: end).map { $0.isASCIIAlphanumeric || $0 > 0x7F } ?? false
      return checked(start..<(goesOn ? shellWordEnd(end) : end))
    }
    var end = shellWordEnd(start)
    guard checked(start..<end) != nil else { return nil }
    if isWholeLine, !isArgument { end = text.endIndex }
    return trimmed(start..<end)
  }

  /// The end of a word, in which quotes and backslashes keep blanks.
  private func shellWordEnd(_ start: Int) -> Int {
    var index = start
    while let byte = byte(at: index), !byte.isASCIISpace {
      index += 1
      if byte == UInt8(ascii: "\\") {
        index += 1
      } else if isQuote(byte), index - 1 > start, self.byte(at: index).map({ !$0.isASCIISpace }) ?? false,
        let close = text[index...].firstIndex(of: byte)
      {
        index = close + 1
      }
    }
    return min(index, text.endIndex)
  }

  func wordEnd(_ start: Int) -> Int { skip(from: start) { !$0.isASCIISpace } }

  func checked(_ place: Range<Int>) -> Range<Int>? {
    place.isEmpty || SecretValue.isHarmless(text[place], for: reader) ? nil : place
  }

  /// Without what closes something that began earlier.
  private func trimmed(_ place: Range<Int>) -> Range<Int>? {
    let word = text[place]
    var ends = Set(",; \t\r\n".utf8)
    for (open, close) in [("{", "}"), ("(", ")")] where !open.utf8.contains(where: word.contains) {
      ends.formUnion(close.utf8)
    }
    for quote in "\"'".utf8 where word.count(where: { $0 == quote }) % 2 == 1 { ends.insert(quote) }
    let last = word.lastIndex { !ends.contains($0) }
    return last.map { place.lowerBound..<($0 + 1) }
  }

  func isQuote(_ byte: UInt8?) -> Bool { byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") }

  func byte(at index: Int) -> UInt8? { text.indices.contains(index) ? text[index] : nil }

  func skip(from start: Int, while belongs: (UInt8) -> Bool) -> Int {
    guard start < text.endIndex else { return text.endIndex }
    return text[start...].firstIndex { !belongs($0) } ?? text.endIndex
  }
}

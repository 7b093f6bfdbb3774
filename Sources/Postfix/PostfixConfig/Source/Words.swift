// Splitting text into words and names into values, as Postfix's string functions do.
//
// Sources: mystrtok.c, balpar.c, extpar.c, split_nameval.c.

public import Bytes

/// A word and where it begins, counted in bytes from the start of the text it was found in.
public struct Word: Hashable, Sendable {
  public let text: ByteString
  public let offset: Int

  public init(_ text: ByteString, at offset: Int) {
    self.text = text
    self.offset = offset
  }
}

public enum Words {
  /// List elements: separated by comma, blank, TAB, CR, LF (CHARS_COMMA_SP). With `grouping`, separators inside balanced
  /// braces do not split.
  public static func ofList(_ text: ByteString, grouping: Bool = true) -> [Word] {
    split(text.bytes[...], grouping: grouping) { $0.isListSeparator }
  }

  /// master.cf fields: separated by blank, TAB, CR, LF (CHARS_SPACE), with braces that group.
  static func ofMasterLine(_ text: ArraySlice<UInt8>) -> [Word] {
    split(text, grouping: true) { $0.isWordSeparator }
  }

  private static func split(
    _ text: ArraySlice<UInt8>, grouping: Bool, isSeparator: (UInt8) -> Bool
  ) -> [Word] {
    var words: [Word] = []
    var index = text.startIndex
    while true {
      while index < text.endIndex, isSeparator(text[index]) { index += 1 }
      guard index < text.endIndex else { return words }
      let start = index
      var level = 0
      while index < text.endIndex {
        let byte = text[index]
        if grouping, byte == UInt8(ascii: "{") {
          level += 1
        } else if grouping, level > 0, byte == UInt8(ascii: "}") {
          level -= 1
        } else if level == 0, isSeparator(byte) {
          break
        }
        index += 1
      }
      words.append(Word(ByteString(text[start..<index]), at: start - text.startIndex))
    }
  }

  /// What is wrong with a text in braces.
  enum BraceProblem: Hashable, Sendable {
    case unclosed
    case textAfterClose
  }

  /// The text between the braces of `{text}`, without white space at its ends if `trimming`. Postfix goes on with what
  /// it has after a problem, and so does this.
  static func insideBraces(_ text: ByteString, trimming: Bool = true) -> (text: ByteString, problem: BraceProblem?) {
    var problem: BraceProblem?
    var inside: ArraySlice<UInt8>
    if let close = closingBrace(of: text.bytes[...]) {
      if close + 1 < text.bytes.count { problem = .textAfterClose }
      inside = text.bytes[1..<close]
    } else {
      problem = .unclosed
      inside = text.bytes.dropFirst()
    }
    if trimming { inside = trimmed(inside) }
    return (ByteString(inside), problem)
  }

  /// The index of the brace that closes the one at the start of the text.
  static func closingBrace(of text: ArraySlice<UInt8>) -> Int? {
    guard text.first == UInt8(ascii: "{") else { return nil }
    var level = 0
    for index in text.indices {
      if text[index] == UInt8(ascii: "{") {
        level += 1
      } else if text[index] == UInt8(ascii: "}") {
        level -= 1
        if level == 0 { return index }
      }
    }
    return nil
  }

  static func trimmed(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var rest = text.drop { $0.isASCIISpace }
    while let last = rest.last, last.isASCIISpace { rest.removeLast() }
    return rest
  }
}

// Lines of patterns and access tables: "/pattern/ REJECT text". What a mail must not say, and what a client is told, may
// well have the word "password" in it, and is no secret. A header that is added may be one.

import Bytes

public enum RuleText {
  private static let actions: Set<ByteString> = [
    "BCC", "DEFER", "DEFER_IF_PERMIT", "DEFER_IF_REJECT", "DISCARD", "DUNNO", "FILTER", "HOLD", "IGNORE", "INFO", "OK",
    "PREPEND", "REDIRECT", "REJECT", "REPLACE", "STRIP", "WARN",
  ]
  private static let adding: Set<ByteString> = ["PREPEND", "REPLACE"]

  /// "REJECT", "554".
  static func isAction(_ word: ArraySlice<UInt8>) -> Bool {
    guard word.count < 16 else { return false }
    let isCode = word.count == 3 && word.allSatisfy(\.isASCIIDigit) && (word.hasStart("4") || word.hasStart("5"))
    return isCode || actions.contains(ByteString(word))
  }

  /// The part of a rule that may hold a secret, nothing for most; nil for a line that is no rule.
  public static func added(by line: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
    let line = line.drop(while: \.isASCIISpace)
    if line.hasStart("endif") { return line.suffix(0) }
    if let condition = line.hasStart("if ") ? line.dropFirst(3).drop(while: \.isASCIISpace) : nil {
      return delimiter(of: condition) == nil ? nil : line.suffix(0)
    }
    if let delimiter = delimiter(of: line) { return patternRule(line, delimiter) }
    // "key ACTION text"
    let words = line.split(maxSplits: 2, whereSeparator: \.isASCIISpace)
    guard words.count > 1, let key = words.first, isAction(words[1]), !key.contains(UInt8(ascii: "=")) else {
      return nil
    }
    return text(words.count > 2 ? words[2] : line.suffix(0), of: words[1])
  }

  /// A pattern stands between two of the same mark.
  private static func delimiter(of line: ArraySlice<UInt8>) -> UInt8? {
    let pattern = line.drop { $0 == UInt8(ascii: "!") }
    guard let first = pattern.first, "/~%,;:|!".utf8.contains(first), pattern.dropFirst().contains(first) else {
      return nil
    }
    return first
  }

  private static func patternRule(_ line: ArraySlice<UInt8>, _ delimiter: UInt8) -> ArraySlice<UInt8>? {
    for index in line.indices.dropFirst().reversed() where line[index] == delimiter {
      let flags = line[(index + 1)...].prefix(8).prefix { $0.isASCIILetter }
      let rest = line[flags.endIndex...].drop(while: \.isASCIISpace)
      guard rest.startIndex > flags.endIndex else { continue }
      let word = rest.prefix(16).prefix { !$0.isASCIISpace }
      guard isAction(ArraySlice(ByteString(word).uppercased)) else { continue }
      return text(rest.dropFirst(word.count), of: ArraySlice(ByteString(word).uppercased))
    }
    return nil
  }

  private static func text(_ text: ArraySlice<UInt8>, of action: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    adding.contains(ByteString(action)) ? text : text.suffix(0)
  }
}

extension ByteString {
  fileprivate var uppercased: [UInt8] { bytes.map { $0.isASCIILowercase ? $0 - 0x20 : $0 } }
}

// A secret on the line after its name: "password =", "--token \", and the value below it, further to the right.

import Bytes

struct AwaitedSecret {
  private let reader: SecretValue.Reader
  /// How far the line with the name is moved in; nil when the line before had no such name at its end.
  private var indentation: Int?

  init(for reader: SecretValue.Reader) { self.reader = reader }

  /// Takes the next line, and says whether it is a secret.
  mutating func isSecret(_ line: ArraySlice<UInt8>) -> Bool {
    let text = line.drop(while: \.isASCIISpace)
    let blanks = line.count - text.count
    if text.isEmpty || text.first == UInt8(ascii: "#") { return false }
    if let before = indentation, blanks > before, !SecretValue.isHarmless(text, for: reader) { return true }
    indentation = Self.isName(atEndOf: text).map { $0 ? -1 : blanks }
    return false
  }

  /// Nil for a line that does not end so; true for an option, after which any line may go on.
  private static func isName(atEndOf text: ArraySlice<UInt8>) -> Bool? {
    var rest = text
    while let last = rest.last, last.isASCIISpace || "=:>|\\\"'+".utf8.contains(last) { rest.removeLast() }
    let start = rest.lastIndex { !$0.isASCIIAlphanumeric && $0 != UInt8(ascii: "_") && $0 != UInt8(ascii: "-") }
    let name = rest[(start.map { $0 + 1 } ?? rest.startIndex)...]
    let end = text[rest.endIndex...]
    let isOption = name.hasStart("-")
    guard isOption || end.contains(where: { "=:".utf8.contains($0) }), name.count < 64, SecretWords.name(name) else {
      return nil
    }
    return isOption || end.contains(UInt8(ascii: "\\"))
  }
}

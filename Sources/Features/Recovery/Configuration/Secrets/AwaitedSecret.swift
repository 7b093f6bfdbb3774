// A secret on the line after its name: "password =", "--token \", and the value below it, further to the right.

import Bytes
import PostfixConfig

struct AwaitedSecret {
  private let reader: SecretValue.Reader
  /// Where the value has to begin for the name at the end of the line before; nil when there was none.
  private var awaited: Place?

  private enum Place {
    /// After a line that goes on on the next one.
    case anywhere
    case deeper(than: Int)
  }

  init(for reader: SecretValue.Reader) { self.reader = reader }

  /// Takes the next line, and says whether it is a secret.
  mutating func isSecret(_ line: ArraySlice<UInt8>) -> Bool {
    let text = line.drop(while: \.isASCIISpace)
    let blanks = line.count - text.count
    if text.isEmpty || text.first == UInt8(ascii: "#") { return false }
    let isPlace =
      switch awaited {
      case nil: false
      case .anywhere: true
      case .deeper(let indentation): blanks > indentation
      }
    if isPlace, !SecretValue.isHarmless(text, for: reader) { return true }
    awaited = Self.place(after: text, movedBy: blanks)
    return false
  }

  private static func place(after text: ArraySlice<UInt8>, movedBy blanks: Int) -> Place? {
    var rest = text
    while let last = rest.last, last.isASCIISpace || "=:>|\\\"'+".utf8.contains(last) { rest.removeLast() }
    let start = rest.lastIndex { !$0.isASCIIAlphanumeric && $0 != UInt8(ascii: "_") && $0 != UInt8(ascii: "-") }
    let name = rest[(start.map { $0 + 1 } ?? rest.startIndex)...]
    let end = text[rest.endIndex...]
    let isOption = name.hasStart("-")
    guard isOption || end.contains(where: { "=:".utf8.contains($0) }), name.count < 64, SecretWords.name(name) else {
      return nil
    }
    return isOption || end.contains(UInt8(ascii: "\\")) ? .anywhere : .deeper(than: blanks)
  }
}

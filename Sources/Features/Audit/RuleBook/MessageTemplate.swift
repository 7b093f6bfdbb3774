// Text with values in it: "maximal_backoff_time ({maximal_backoff_time}) is too short". "{{" is a brace.

import Bytes
import Conditions

/// A text whose names in braces are replaced by the values that a subject has.
struct MessageTemplate: Sendable {
  enum Piece: Sendable {
    case text(String)
    case value(Vocabulary.Name)
  }

  struct Problem: Error {
    let message: String
  }

  static let empty = MessageTemplate(pieces: [])

  let pieces: [Piece]

  private init(pieces: [Piece]) { self.pieces = pieces }

  init(_ text: String, in vocabulary: Vocabulary) throws(Problem) {
    var pieces: [Piece] = []
    var literal = ""
    var rest = text[...]
    while let brace = rest.firstIndex(where: { $0 == "{" || $0 == "}" }) {
      literal += rest[..<brace]
      let after = rest.index(after: brace)
      if after < rest.endIndex, rest[after] == rest[brace] {
        literal.append(rest[brace])
        rest = rest[rest.index(after: after)...]
        continue
      }
      guard rest[brace] == "{", let close = rest[after...].firstIndex(of: "}") else {
        throw Problem(message: "a brace that is not doubled must enclose a name")
      }
      let name = ByteString(String(rest[after..<close]))
      guard let known = vocabulary.name(name) else {
        let nearest = Spelling.nearest(to: name, in: vocabulary.names.map(\.name))
        throw Problem(message: "unknown name '\(name)'" + (nearest.map { "; did you mean '\($0)'?" } ?? ""))
      }
      if !literal.isEmpty { pieces.append(.text(literal)) }
      literal = ""
      pieces.append(.value(known))
      rest = rest[rest.index(after: close)...]
    }
    literal += rest
    if !literal.isEmpty { pieces.append(.text(literal)) }
    self.pieces = pieces
  }

  /// The text with the names still in braces.
  var source: String {
    pieces.reduce(into: "") { result, piece in
      switch piece {
      case .text(let text): result += text
      case .value(let name): result += "{\(name.name)}"
      }
    }
  }

  func filled(for subject: AuditSubject, withholding secrets: SecretValues) -> String {
    pieces.reduce(into: "") { result, piece in
      switch piece {
      case .text(let text): result += text
      case .value(let name): result += secrets.shown(subject.text(of: name), of: name.name)
      }
    }
  }
}

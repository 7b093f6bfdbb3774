// The three outcomes of a condition, and the reasons that come with the third.

/// Why something cannot be told, as a clause: "the table is on a database server".
public struct Reason: Hashable, Sendable, ExpressibleByStringLiteral, CustomStringConvertible {
  public let text: String

  public init(_ text: String) { self.text = text }
  public init(stringLiteral text: String) { self.text = text }

  public var description: String { text }
}

/// What evaluation found.
public enum Outcome: Hashable, Sendable, CustomStringConvertible {
  case yes
  case no
  /// Neither yes nor no would be honest. The reasons are distinct, in the order met, and at most 16.
  case cannotTell([Reason])

  public init(_ decided: Bool) { self = decided ? .yes : .no }

  public var description: String {
    switch self {
    case .yes: "yes"
    case .no: "no"
    case .cannotTell(let reasons): "cannot tell: " + reasons.map(\.text).joined(separator: "; ")
    }
  }
}

/// An outcome without its reasons: what Kleene's logic computes with.
enum Truth {
  case no, yes, unknown

  init(_ decided: Bool) { self = decided ? .yes : .no }

  var negated: Truth {
    switch self {
    case .no: .yes
    case .yes: .no
    case .unknown: .unknown
    }
  }
}

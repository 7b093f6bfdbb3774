// The smallest pieces of a condition: literals, names, and the language's own words and signs.

import Bytes

struct Token {
  enum Kind {
    case end
    /// A name, a bare word or a function; which, the type checker decides.
    case identifier
    case literal(Value, ValueType)
    case pattern(ByteString, ignoringCase: Bool)
    case symbol(Symbol)
  }

  let kind: Kind
  let range: Range<Int>
}

enum Symbol: String {
  case and, or, not, `in`, `is`, contains, matches
  case equal = "=="
  case notEqual = "!="
  case less = "<"
  case lessOrEqual = "<="
  case greater = ">"
  case greaterOrEqual = ">="
  case plus = "+"
  case minus = "-"
  case times = "*"
  case divided = "/"
  case leftParenthesis = "("
  case rightParenthesis = ")"
  case leftBracket = "["
  case rightBracket = "]"
  case comma = ","
  case colon = ":"
  case dot = "."

  /// What a comparison sign compares; nil for the other symbols.
  var comparison: Comparison? {
    switch self {
    case .equal: .equal
    case .notEqual: .notEqual
    case .less: .less
    case .lessOrEqual: .lessOrEqual
    case .greater: .greater
    case .greaterOrEqual: .greaterOrEqual
    default: nil
    }
  }

  /// How tightly the symbol binds between two operands; nil if it never stands there.
  var precedence: Precedence? {
    switch self {
    case .or: .or
    case .and: .and
    case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual, .in, .not, .is, .contains, .matches:
      .comparison
    case .plus, .minus: .sum
    case .times, .divided: .product
    default: nil
    }
  }
}

/// How tightly operators bind, loosest first. `not` stands between `and` and the comparisons.
enum Precedence: Int, Comparable {
  case or, and, not, comparison, sum, product, negation

  static func < (left: Precedence, right: Precedence) -> Bool { left.rawValue < right.rawValue }
}

enum Comparison: UInt8 {
  case equal, notEqual, less, lessOrEqual, greater, greaterOrEqual

  /// Whether it asks only for sameness, which more types have than an order.
  var isEquality: Bool { self == .equal || self == .notEqual }
}

enum Arithmetic: UInt8 {
  case plus, minus, times, divided

  var sign: String {
    switch self {
    case .plus: "+"
    case .minus: "-"
    case .times: "*"
    case .divided: "/"
    }
  }
}

// What was written, before it is known what it means.

import Bytes

/// A part of a condition with the bytes it covers.
struct Syntax {
  indirect enum Kind {
    case literal(Value, ValueType)
    case pattern(ByteString, ignoringCase: Bool)
    case list([Syntax])
    case name(ByteString)
    case member(Syntax, ByteString)
    case call(ByteString, [Syntax])
    case quantified(Quantifier, list: Syntax, condition: Syntax)
    case count(Syntax)
    case negated(Syntax)
    case arithmetic(Arithmetic, Syntax, Syntax)
    case compared(Comparison, Syntax, Syntax)
    case isIn(Syntax, Syntax, isNegated: Bool)
    case contains(Syntax, Syntax)
    case matches(Syntax, Syntax)
    case isSet(Syntax, isNegated: Bool)
    case isEmpty(Syntax, isNegated: Bool)
    case not(Syntax)
    case and([Syntax])
    case or([Syntax])
  }

  let kind: Kind
  let range: Range<Int>
  /// Levels of operations below this one. Bounded, because checking and evaluating recurse.
  let height: Int
}

enum Quantifier: String {
  case any, all
}

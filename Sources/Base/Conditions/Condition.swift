// A condition: text that was checked against a vocabulary and can be asked about any number of subjects.
//
// Loading parses, checks and compiles it and reports the first error. Evaluation cannot fail: it ends with yes, no, or
// cannot tell and why.

public import Bytes

public struct Condition: Sendable {
  /// The longest text that is accepted, in bytes.
  public static let longest = 1 << 20

  /// The names that the condition mentions, in the order of its text, repetitions included.
  public let names: [NameUse]
  /// The host's functions that it calls, in the order of its text.
  public let calls: [CallUse]

  private let program: Program

  /// - Parameters:
  ///   - text: the condition.
  ///   - origin: where it stands, for errors.
  ///   - vocabulary: what it may talk about. The subjects must use the same slots.
  public init(_ text: ByteString, from origin: SourceOrigin, in vocabulary: Vocabulary) throws(ConditionError) {
    let source = Source(text: text, origin: origin)
    guard text.count <= Condition.longest else {
      throw source.error(0..<0, "the condition is longer than \(Condition.longest) bytes")
    }
    let syntax = try Parser.parse(source)
    var checker = TypeChecker(source, vocabulary)
    let root = try checker.condition(syntax)
    program = Program(checker.program, source: source, root: root)
    names = checker.names.sorted { $0.range.lowerBound < $1.range.lowerBound }
    calls = checker.calls.sorted { $0.range.lowerBound < $1.range.lowerBound }
  }

  public var text: ByteString { program.source.text }
  public var origin: SourceOrigin { program.source.origin }

  /// The place in the embedding file of a byte of the condition, for example of a name's range.
  public func position(of offset: Int) -> SourcePosition { origin.position(of: offset, in: text) }

  /// Whether the condition holds for the subject.
  public func outcome(for subject: some Subject) -> Outcome {
    var evaluator = Evaluator(program, subject)
    return evaluator.outcome(at: program.root)
  }

  /// The outcome together with what every part of the condition contributed. Slower; evaluates no more than `outcome`.
  public func explanation(for subject: some Subject) -> Explanation {
    var evaluator = Evaluator(program, subject, recording: true)
    let outcome = evaluator.outcome(at: program.root)
    return Explanation(outcome, program, evaluator.recording)
  }
}

/// A name where it stands in a condition.
public struct NameUse: Hashable, Sendable {
  public let name: ByteString
  public let slot: Int
  /// Bytes of the condition.
  public let range: Range<Int>
}

/// A call of a host's function where it stands in a condition.
public struct CallUse: Sendable {
  public let name: ByteString
  public let function: Int
  /// The constant arguments as written; nil for one that depends on the subject.
  public let arguments: [Value?]
  /// Bytes of the condition, from the function's name to the closing parenthesis.
  public let range: Range<Int>
}

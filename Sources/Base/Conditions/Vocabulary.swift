// What a condition may talk about: names with types, functions with signatures.
//
// A host builds a vocabulary as a value, by hand or from a table (Postfix has 971 parameters), and gives every name a
// slot: the number by which its Subject will be asked. Names may contain dots, so `queue.deferred.count` can be one
// name. They cannot be one of the language's own words (`Vocabulary.reserved`).

public import Bytes

public struct Vocabulary: Sendable {
  public struct Name: Sendable {
    public let name: ByteString
    public let type: ValueType
    /// The number by which the subject is asked. Two names with one slot are synonyms.
    public let slot: Int
  }

  /// The language's own words. A name spelled like one could never be written.
  public static let reserved: Set<ByteString> = [
    "and", "or", "not", "in", "is", "contains", "matches", "yes", "no", "true", "false",
  ]

  /// All names, those of the vocabulary that this one extends first.
  public var names: [Name] { (parent?.vocabulary.names ?? []) + ownNames }
  public private(set) var functions: [Function] = []
  /// Compiles `/patterns/`. Without it a pattern is an error.
  public var patternCompiler: PatternCompiler?

  private var ownNames: [Name] = []
  private var nameIndex: [ByteString: Int] = [:]
  private let parent: Parent?

  /// Shared, not copied: a host has many vocabularies with the same thousand names.
  private final class Parent: Sendable {
    let vocabulary: Vocabulary
    init(_ vocabulary: Vocabulary) { self.vocabulary = vocabulary }
  }
  private var functionIndex: [ByteString: Int] = [:]

  public init(patternCompiler: PatternCompiler? = nil) {
    self.patternCompiler = patternCompiler
    parent = nil
  }

  /// All that the base knows, to be added to.
  public init(extending base: Vocabulary) {
    patternCompiler = base.patternCompiler
    functions = base.functions
    functionIndex = base.functionIndex
    parent = Parent(base)
  }

  /// Adds a name, or replaces it. Without a slot it gets the next one after the names so far.
  /// - Returns: the name's slot.
  @discardableResult
  public mutating func declare(_ name: ByteString, _ type: ValueType, slot: Int? = nil) -> Int {
    let declared = Name(name: name, type: type, slot: slot ?? (parent?.vocabulary.names.count ?? 0) + ownNames.count)
    if let known = nameIndex[name] {
      ownNames[known] = declared
    } else {
      nameIndex[name] = ownNames.count
      ownNames.append(declared)
    }
    return declared.slot
  }

  /// Adds a function, or replaces it. `any`, `all` and `count` are the language's own and cannot be replaced.
  /// - Returns: the function's slot.
  @discardableResult
  public mutating func declareFunction(
    _ name: ByteString, _ parameters: [Function.Parameter], returns result: ValueType, slot: Int? = nil
  ) -> Int {
    let declared = Function(name: name, parameters: parameters, result: result, slot: slot ?? functions.count)
    if let known = functionIndex[name] {
      functions[known] = declared
    } else {
      functionIndex[name] = functions.count
      functions.append(declared)
    }
    return declared.slot
  }

  public func name(_ name: ByteString) -> Name? {
    nameIndex[name].map { ownNames[$0] } ?? parent?.vocabulary.name(name)
  }
  public func function(_ name: ByteString) -> Function? { functionIndex[name].map { functions[$0] } }
}

/// A function that the host provides: a computation in Swift under a name.
public struct Function: Sendable {
  public struct Parameter: Sendable {
    public let type: ValueType
    /// Checks a constant argument when the condition is loaded, and may replace it by something quicker to use, for
    /// example a parsed network as a record. Arguments that are not constant reach the subject as they are.
    public let prepare: Preparation?

    public init(_ type: ValueType, prepare: Preparation? = nil) {
      self.type = type
      self.prepare = prepare
    }
  }

  /// A failure's message completes the sentence "argument 2 of inside: …".
  public typealias Preparation = @Sendable (Value) -> Result<Value, ArgumentError>

  public let name: ByteString
  public let parameters: [Parameter]
  public let result: ValueType
  /// The number by which the subject is asked.
  public let slot: Int
}

/// Why a constant argument does not suit a function: "'10.0.0.0/33' is no network".
public struct ArgumentError: Error, Hashable, Sendable {
  public let message: String

  public init(_ message: String) { self.message = message }
}

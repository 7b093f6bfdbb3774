// The types of the language: what a vocabulary declares names with, and what an expression is checked against.

public import Bytes

/// What kind of value a name, a function or a part of a condition has.
public indirect enum ValueType: Hashable, Sendable {
  case boolean
  /// A whole number of 64 bits.
  case number
  /// A time span in seconds.
  case duration
  /// A size in bytes.
  case size
  case version
  /// Text that is compared byte for byte.
  case text
  /// Text in which the case of ASCII letters does not count, for example a domain.
  case caselessText
  /// One of a closed set of words.
  case word(WordType)
  case list(ValueType)
  case record(RecordType)

  var isText: Bool { self == .text || self == .caselessText }

  /// Whether `+` and `-` are defined, and `*` and `/` with a number.
  var isQuantity: Bool { self == .number || self == .duration || self == .size }

  /// The type in a sentence: "a time".
  var phrase: String {
    switch self {
    case .boolean: "a yes or no"
    case .number: "a number"
    case .duration: "a time"
    case .size: "a size"
    case .version: "a version"
    case .text, .caselessText: "a text"
    case .word(let type): "a word (\(type.name))"
    case .list(let element): "a list of \(element.plural)"
    case .record(let type): "a whole \(type.name)"
    }
  }

  private var plural: String {
    switch self {
    case .boolean: "yes or no"
    case .number: "numbers"
    case .duration: "times"
    case .size: "sizes"
    case .version: "versions"
    case .text, .caselessText: "texts"
    case .word(let type): "words (\(type.name))"
    case .list: "lists"
    case .record(let type): "whole \(type.name)s"
    }
  }
}

/// A closed set of words, written bare in a condition: `queue == deferred`.
public struct WordType: Hashable, Sendable {
  /// What the words are, for messages: "queue", "TLS security level".
  public let name: String
  /// The words. A value is a position in this list.
  public let words: [ByteString]
  /// Whether the words stand in rising order, so that `<` is meaningful: none, may, encrypt.
  public let isOrdered: Bool

  public init(_ name: String, _ words: [ByteString], ordered: Bool = false) {
    self.name = name
    self.words = words
    self.isOrdered = ordered
  }

  public func position(of word: ByteString) -> Int? { words.firstIndex(of: word) }

  /// The value of a word; nil if it is not one of this type's.
  public func value(_ word: ByteString) -> Value? { position(of: word).map { .word($0) } }
}

/// The members that the elements of a list, or other compound values, have.
public struct RecordType: Hashable, Sendable {
  public struct Member: Hashable, Sendable {
    public let name: ByteString
    public let type: ValueType
    /// The number by which a `Record` is asked for the member.
    public let slot: Int

    public init(_ name: ByteString, _ type: ValueType, slot: Int) {
      self.name = name
      self.type = type
      self.slot = slot
    }
  }

  /// What one such value is, for messages: "recipient".
  public let name: String
  public let members: [Member]

  public init(_ name: String, members: [Member]) {
    self.name = name
    self.members = members
  }

  /// Members whose slots are their places in the list.
  public init(_ name: String, _ members: KeyValuePairs<ByteString, ValueType>) {
    self.init(
      name, members: members.enumerated().map { Member($0.element.key, $0.element.value, slot: $0.offset) })
  }

  func member(_ name: ByteString) -> Member? { members.first { $0.name == name } }
}

// What a table says about a key, and what it holds.

public import Bytes

/// The answer of a lookup.
public enum LookupResult: Hashable, Sendable {
  /// The value, and where it comes from: one place, several for a union, none for what postalias(1) adds by itself.
  case found(ByteString, at: [TablePlace])
  case notFound
  /// Postfix's lookup fails; the program reports a temporary error.
  case failed(String)
  /// The answer is not in the files. The reason is a phrase for a person.
  case cannotTell(TableName, String)

  /// The value, if one was found.
  public var value: ByteString? { if case .found(let value, _) = self { value } else { nil } }
}

/// A place in the source of a table.
public struct TablePlace: Hashable, Sendable {
  /// Nil if the text stands in the table name itself, in braces; the position then counts from the start of "type:name".
  public let file: ByteString?
  public let position: SourcePosition

  public init(file: ByteString?, position: SourcePosition) {
    self.file = file
    self.position = position
  }

  /// A place in a table name.
  static func inName(_ offset: Int) -> TablePlace {
    TablePlace(file: nil, position: SourcePosition(line: 1, column: offset + 1, offset: offset))
  }

  func shifted(by distance: Int) -> TablePlace { file == nil ? .inName(position.offset + distance) : self }
}

/// A line or rule that can answer a lookup.
public struct TableEntry: Hashable, Sendable {
  public enum Kind: Hashable, Sendable {
    /// A key that is compared as a whole.
    case key
    case network(IPNetwork, isNegated: Bool)
    case pattern(isNegated: Bool)
    /// static: any key.
    case anything
  }

  public let kind: Kind
  /// The key or pattern as written, with its negation and flags.
  public let key: ByteString
  /// The value as written: in a rule, `$number` stands for a part of the key.
  public let value: ByteString
  public let place: TablePlace
  /// The `if` patterns around a rule, outermost first.
  public let conditions: [ByteString]

  /// The same with another value.
  public func replacing(value: ByteString) -> TableEntry {
    TableEntry(kind, key: key, value: value, at: place, conditions: conditions)
  }

  init(_ kind: Kind, key: ByteString, value: ByteString, at place: TablePlace, conditions: [ByteString] = []) {
    self.kind = kind
    self.key = key
    self.value = value
    self.place = place
    self.conditions = conditions
  }
}

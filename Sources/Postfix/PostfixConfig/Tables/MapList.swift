// A list of lookup tables: virtual_alias_maps, transport_maps, header_checks and the like.
//
// Every element must have the form type:name; "!" and /file are not known here, and a comment behind an element is
// elements, too. Tables are asked in order and the first that has the key decides.
// Source: maps.c.

public import Bytes

public struct MapList: Sendable {
  public struct Element: Sendable {
    public let table: LookupTable
    /// Where the element begins in the parameter's value, in bytes.
    public let offset: Int
  }

  public struct Problem: Hashable, Sendable {
    public let kind: TableProblem.Kind
    public let consequence: TableProblem.Consequence
    /// Where the element begins in the parameter's value, in bytes.
    public let offset: Int
    /// Postfix's own words, without program and parameter.
    public let message: String
  }

  /// The parameter, for messages.
  public let name: ByteString
  public let elements: [Element]
  /// Elements that are no tables, of which the program dies, and tables that cannot be opened. What is wrong inside a
  /// table is in its own `problems`.
  public let problems: [Problem]

  /// - Parameter value: the parameter's value, expanded.
  public init(
    _ value: ByteString, named name: ByteString, from sources: TableSources, options: TableOptions = TableOptions()
  ) {
    var elements: [Element] = []
    var problems: [Problem] = []
    for word in Words.ofList(value) {
      do throws(TableName.FormError) {
        let table = LookupTable(try TableName(word.text), from: sources, options: options)
        elements.append(Element(table: table, offset: word.offset))
        problems += table.problems.filter { $0.place == nil || $0.consequence == .lookupsFail }.map {
          Problem(kind: $0.kind, consequence: $0.consequence, offset: word.offset, message: $0.message)
        }
      } catch {
        problems.append(
          Problem(kind: .badName, consequence: .fatal, offset: word.offset, message: error.description))
        break
      }
    }
    self.name = name
    self.elements = elements
    self.problems = problems
  }

  /// The complaint of which every program dies that opens the list; nil for a list that works.
  public var fatalProblem: Problem? { problems.first { $0.consequence == .fatal } }

  /// Asks the tables in order, as Postfix's maps_find() does. The empty key is never found. A failure ends the search, and
  /// so does an empty result, which is a failure; nothing can be told behind a table that cannot tell.
  /// - Parameter partial: a partial key (DICT_FLAG_FIXED), for which only tables with fixed keys are asked.
  public func lookup(_ key: ByteString, partial: Bool = false) -> LookupResult {
    if let fatalProblem { return .failed(fatalProblem.message) }
    if key.isEmpty { return .notFound }
    for element in elements where !partial || element.table.hasFixedKeys {
      switch element.table.lookup(key) {
      case .notFound: continue
      case .found(let value, _) where value.isEmpty:
        return .failed("\(name) lookup of \(key) returns an empty string result")
      case let result: return result
      }
    }
    return .notFound
  }
}

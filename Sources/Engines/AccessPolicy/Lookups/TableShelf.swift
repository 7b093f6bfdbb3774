// The tables and lists of a configuration, each opened once however many lists of however many services name it.

import Bytes
import PostfixConfig

final class TableShelf {
  let sources: TableSources
  private(set) var tables: [LookupTable] = []
  private var indexes: [Name: Int?] = [:]
  private var lists: [ListName: MatchList] = [:]
  private var maps: [ListName: MapList] = [:]
  /// Names of which smtpd dies when it opens them.
  private var fatalNames: [ByteString: String] = [:]

  private struct Name: Hashable {
    let text: ByteString
    let options: TableOptions
  }

  private struct ListName: Hashable {
    let parameter: ByteString
    let value: ByteString
    let matchesParents: Bool
    let options: TableOptions
  }

  /// How the service at hand opens tables.
  var options: TableOptions

  private let proxies: ProxyAccess?

  /// - Parameter proxies: nil where no table is opened.
  init(sources: TableSources, options: TableOptions, proxies: ProxyAccess? = nil) {
    self.sources = sources
    self.options = options
    self.proxies = proxies
  }

  // MARK: Access tables

  /// Opens a table that a list names. Nil for a name that smtpd passes over: it then knows no such table.
  func open(_ text: ByteString) -> Int? {
    let name = Name(text: text, options: options)
    if let index = indexes[name] { return index }
    let index = load(text)
    indexes[name] = index
    return index
  }

  /// A table that some list has opened.
  func known(_ text: ByteString) -> Int? { indexes[Name(text: text, options: options)] ?? nil }

  private func load(_ text: ByteString) -> Int? {
    // "{ type:name, search_order = … }" is opened under the name inside, which only check_ccert_access looks for.
    if text.bytes.first == UInt8(ascii: "{") { return nil }
    do throws(TableName.FormError) {
      tables.append(LookupTable(try TableName(text), from: sources, options: options))
      return tables.count - 1
    } catch {
      fatalNames[text] = error.description
      return nil
    }
  }

  /// What smtpd dies of when it opens the table.
  func fatalProblem(of text: ByteString) -> String? {
    if let problem = fatalNames[text] { return problem }
    return known(text).flatMap { proxies?.problem(of: tables[$0]) }
  }

  /// What smtpd dies of when it opens the list.
  func fatalProblem(of list: MatchList?) -> String? {
    list.flatMap { list in list.fatalProblem?.message ?? proxies?.problem(of: list) }
  }

  func fatalProblem(of maps: MapList?) -> String? {
    maps.flatMap { maps in maps.fatalProblem?.message ?? proxies?.problem(of: maps) }
  }

  // MARK: Parameters that are lists

  func list(_ parameter: ByteString, of subject: MatchList.Subject, _ values: ServiceValues) -> MatchList {
    let name = ListName(
      parameter: parameter, value: values.text(parameter),
      matchesParents: subject != .strings && values.matchesParents(parameter),
      options: values.options(foldsCase: false))
    if let list = lists[name] { return list }
    let list = values.list(parameter, of: subject)
    lists[name] = list
    return list
  }

  /// Nil for a parameter that is empty: nothing is looked up then.
  func maps(_ parameter: ByteString, _ values: ServiceValues) -> MapList? {
    let name = ListName(
      parameter: parameter, value: values.text(parameter), matchesParents: false, options: values.options())
    if let map = maps[name] { return map }
    let map = values.maps(parameter, allowsSubstitution: true)
    maps[name] = map
    return map
  }
}

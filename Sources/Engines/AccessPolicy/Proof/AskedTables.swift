// Which access tables the lists of a service can come to, and what they are asked for.

import Bytes
import PostfixConfig

struct AskedTables {
  /// Indexes of tables, by key.
  private(set) var tables: [Check.Key: Set<Int>] = [:]
  /// Whether some list asks for clients with a certificate of any known authority.
  private(set) var asksAnyCertificate = false
  private(set) var asksNakedAddress = false
  private(set) var asksRelayDomains = false
  private let lists: SMTPLists
  private let shelf: WitnessShelf
  private var seen: Set<Visit> = []

  private struct Visit: Hashable {
    let index: Int
    let isClass: Bool
    let bareTable: Check.Key?
  }

  /// - Parameter recipientListsOnly: leaves out the lists that only refuse.
  init(_ lists: SMTPLists, _ shelf: WitnessShelf, recipientListsOnly: Bool = false) {
    self.lists = lists
    self.shelf = shelf
    var asked: [(CheckList, Check.Key?)] = [(lists.relay, .recipient), (lists.recipient, .recipient)]
    if !recipientListsOnly {
      asked += [
        (lists.client, .client), (lists.helo, .helo), (lists.sender, .sender), (lists.data, nil),
        (lists.endOfData, nil),
      ]
    }
    for (list, key) in asked { visit(list.checks, key) }
  }

  /// The names of all tables, whatever they are asked for.
  var names: Set<ByteString> { Set(tables.values.joined().map { lists.tables[$0].name.text }) }

  private mutating func visit(_ checks: [Check], _ bareTable: Check.Key?) {
    for check in checks {
      switch check.kind {
      case .access(let key, let table): visit(table, key, bareTable)
      case .bareTable(let table): if let bareTable { visit(table, bareTable, bareTable) }
      case .clientCertificate(anyTrusted: true): asksAnyCertificate = true
      case .nakedAddress: asksNakedAddress = true
      case .relayDomains: asksRelayDomains = true
      case .restrictionClass(let index) where index < lists.classes.count:
        if seen.insert(Visit(index: index, isClass: true, bareTable: bareTable)).inserted {
          visit(lists.classes[index].checks, bareTable)
        }
      default: break
      }
    }
  }

  private mutating func visit(_ table: AccessTable, _ key: Check.Key, _ bareTable: Check.Key?) {
    guard let index = table.index, index < lists.tables.count else { return }
    tables[key, default: []].insert(index)
    guard seen.insert(Visit(index: index, isClass: false, bareTable: bareTable)).inserted else { return }
    // Results may name classes and restrictions.
    for value in shelf.listValues(of: index, in: lists) {
      visit(lists.compiler.checks(value, place: nil), bareTable)
    }
  }
}

/// What the results of access tables can do for a stranger.
enum TableValues {
  enum Effect: Sendable {
    /// Nothing that a value that is not in the table does not do as well, or worse.
    case refusal
    case permission
    /// No decision, but the search ends.
    case none
    /// Restrictions to evaluate.
    case list
  }

  static func effect(of value: ByteString) -> Effect {
    switch AccessAction(value).kind {
    case .reject, .defer, .hangup, .discard, .deferIfPermit, .deferIfReject, .reply, .table: .refusal
    case .noDecision: .none
    case .permit: .permission
    case .restrictions: .list
    }
  }

  static func all(of table: LookupTable) -> Set<ByteString> {
    var values = Set((table.entries ?? []).map(\.value))
    for inner in table.tables { values.formUnion(all(of: inner)) }
    return values
  }
}

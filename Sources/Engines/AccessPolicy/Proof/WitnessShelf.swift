// What the proofs of several services find in the same tables, found once.

import Bytes
import PostfixConfig

final class WitnessShelf {
  private var witnesses: [[Int]: KeyWitnesses] = [:]
  private var values: [Int: [ByteString]] = [:]

  /// - Parameter indexes: of tables that are asked for the same attribute, in order.
  func witnesses(of indexes: [Int], in lists: SMTPLists) -> KeyWitnesses {
    if let known = witnesses[indexes] { return known }
    let found = KeyWitnesses(indexes.map { lists.tables[$0] })
    witnesses[indexes] = found
    return found
  }

  /// The different results of a table that name restrictions.
  func listValues(of index: Int, in lists: SMTPLists) -> [ByteString] {
    if let known = values[index] { return known }
    let found = TableValues.all(of: lists.tables[index]).filter { TableValues.effect(of: $0) == .list }.sorted()
    values[index] = found
    return found
  }
}

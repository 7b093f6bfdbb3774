// The access tables that a plain stranger should not be in: who is in none of them has only what everybody has.

import Bytes
import PostfixConfig

struct StrangerTables {
  private let tables: [LookupTable]

  /// Tables that answer alike for everybody are left out.
  init(_ tables: [LookupTable]) { self.tables = tables.filter { $0.name.kind != .constant } }

  /// The first candidate that is in no table, or at least in none that has each key by itself; failing that
  /// the first of all.
  func freshest<Candidate>(
    of candidates: [Candidate], _ isListed: (StrangerTables, Candidate) -> Bool
  ) -> Candidate? {
    if let fresh = candidates.first(where: { !isListed(self, $0) }) { return fresh }
    let fixed = StrangerTables(tables.filter(\.hasFixedKeys))
    return candidates.first { !isListed(fixed, $0) } ?? candidates.first
  }

  /// Whether a table has the key, or the domain of it or one of its parents.
  func have(domain: ByteString, in key: ByteString) -> Bool {
    if has(key) { return true }
    var rest = domain.bytes[...]
    while !rest.isEmpty {
      if hasPart(ByteString(rest)) || hasPart(ByteString([UInt8(ascii: ".")] + rest)) { return true }
      guard let dot = rest.firstIndex(of: UInt8(ascii: ".")) else { return false }
      rest = rest[(dot + 1)...]
    }
    return false
  }

  /// Whether a table has the user of any domain.
  func have(user: ByteString) -> Bool {
    // A pattern may have the beginning of an address.
    hasPart(user + "@") || has(user + "@nobodys.invalid") && !has("kx7q@nobodys.invalid")
  }

  /// Whether a table has the address, or a network that is the beginning of its text.
  func have(address: ByteString) -> Bool {
    if has(address) { return true }
    var rest = address.bytes[...]
    while let cut = rest.lastIndex(where: { $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: ":") }) {
      rest = rest[..<cut]
      if hasPart(ByteString(rest)) { return true }
    }
    return false
  }

  private func has(_ key: ByteString) -> Bool { tables.contains { $0.lookup(key).value != nil } }

  /// Parts of a key are asked only of tables that have each key by itself.
  private func hasPart(_ key: ByteString) -> Bool { tables.contains { $0.hasFixedKeys && $0.lookup(key).value != nil } }
}

// The files that postmap(1) and postalias(1) make of the source of a table.

public import Bytes

public enum CompiledTables {
  /// Of hash, btree, lmdb, cdb, dbm and sdbm tables.
  public static let allSuffixes = [".db", ".lmdb", ".cdb", ".dir", ".pag"]

  public static func suffixes(of type: ByteString) -> [String] {
    switch type {
    case "hash", "btree": [".db"]
    case "dbm", "sdbm": [".dir", ".pag"]
    default: [".\(type)"]
    }
  }

  /// The source of a compiled table; nil for a file that is none by its name.
  public static func source(of path: String) -> String? {
    allSuffixes.first { path.hasSuffix($0) && path.count > $0.count }.map { String(path.dropLast($0.count)) }
  }
}

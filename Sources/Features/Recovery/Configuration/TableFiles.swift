// Files around tables: settings of database clients, lists that aliases include.

import Bytes

enum DatabaseFiles {
  /// Table types whose name is a file of settings, passwords among them.
  static let types: Set<ByteString> = ["ldap", "mysql", "pgsql", "sqlite", "memcache", "mongodb"]

  /// What a setting of such a file names; nil for one that names no file.
  static func role(of setting: ByteString) -> FileRole? {
    switch setting {
    case "tls_ca_cert_file", "tls_cert", "tls_key", "tls_CAfile", "tls_cert_file", "tls_key_file": .certificate
    case "option_file": .secret
    case "dbpath": .needless
    case "backup": .table
    default: nil
    }
  }
}

enum IncludedFiles {
  /// The paths after ":include:" in a line of aliases(5).
  static func inside(_ line: ArraySlice<UInt8>) -> [ByteString] {
    let mark = Array(":include:".utf8)
    let ends = Set(" \t\r,\"".utf8)
    var rest = Array(line)
    var paths: [ByteString] = []
    while let found = rest.firstOccurrence(of: mark) {
      rest = Array(rest[found.upperBound...].drop { $0 == 0x20 || $0 == 0x09 })
      paths.append(ByteString(rest.prefix { !ends.contains($0) }))
    }
    return paths
  }
}

// A table with a compiled form that a configuration names, and the program that makes it.

import Bytes

struct IndexedTable: Hashable {
  enum Maker: Int {
    /// postalias(1), as newaliases does.
    case aliases
    /// postmap(1) with the contents of the files that the table names: tls_server_sni_maps.
    case fileContents
    /// postmap(1).
    case plain

    var words: [String] {
      switch self {
      case .aliases: ["postalias"]
      case .fileContents: ["postmap", "-F"]
      case .plain: ["postmap"]
      }
    }
  }

  /// "hash".
  let type: ByteString
  /// Of its source.
  let path: String
  let maker: Maker

  /// "hash:/etc/postfix/transport".
  var name: String { "\(type):\(path)" }
}

// The transports that a table names, as transport_maps does: "example.com smtp:[mx.example.com]".

import Bytes
import ConfigurationDirectory
import PostfixConfig

enum TableTransports {
  private static let lists: Set<ByteString> = ["transport_maps", "sender_dependent_default_transport_maps"]

  /// Those that master.cf does not have, each once. None where the table cannot be read, or there is no master.cf.
  static func unknown(in name: ByteString, of list: ByteString, _ context: AuditContext) -> [ByteString] {
    guard lists.contains(list), context.configuration.master != nil, let name = try? TableName(name) else { return [] }
    switch name.kind {
    case .constant, .inline, .textFile, .indexedFile, .networks, .posixPatterns, .perlPatterns: break
    // Tables of tables are asked about one by one.
    default: return []
    }
    var options = TableOptions()
    options.version = context.configuration.build.version
    options.allowsSubstitution = false
    let table = LookupTable(name, from: context.files.tableSources(of: context.configuration), options: options)
    var seen: Set<ByteString> = context.localServices
    return (table.entries ?? []).compactMap { entry in
      guard let transport = transport(of: entry.value), seen.insert(transport).inserted else { return nil }
      return transport
    }
  }

  /// Nil for a value that leaves the transport as it is, and for one that a program of its own understands.
  private static func transport(of value: ByteString) -> ByteString? {
    let transport = ByteString(value.bytes.prefix { $0 != UInt8(ascii: ":") })
    guard !transport.isEmpty, transport != "DUNNO", transport.bytes.allSatisfy(isOfName) else { return nil }
    return transport
  }

  private static func isOfName(_ byte: UInt8) -> Bool {
    byte.isASCIIAlphanumeric || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_") || byte == UInt8(ascii: ".")
  }
}

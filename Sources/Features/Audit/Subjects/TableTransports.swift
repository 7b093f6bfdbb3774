// The transports and next hops that a table names, as transport_maps does: "example.com smtp:[mx.example.com]:25".

import Bytes
import ConfigurationDirectory
import PostfixConfig

enum TableTransports {
  private static let transportLists: Set<ByteString> = ["transport_maps", "sender_dependent_default_transport_maps"]

  /// Transports that master.cf does not have, each once. None where the table cannot be read, or there is no master.cf.
  static func unknown(in name: ByteString, of list: ByteString, _ context: AuditContext) -> [ByteString] {
    guard transportLists.contains(list), context.configuration.master != nil else { return [] }
    var seen: Set<ByteString> = context.localServices
    return values(of: name, context).compactMap { value in
      let transport = Route(value).transport
      // What the value leaves as it is, and what a program of its own understands.
      guard !transport.isEmpty, transport != "DUNNO", transport.bytes.allSatisfy(isOfName) else { return nil }
      return seen.insert(transport).inserted ? transport : nil
    }
  }

  /// Next hops that want TLS from the start, for services that wait for a greeting.
  static func withoutWrapper(in name: ByteString, of list: ByteString, _ context: AuditContext) -> [ByteString] {
    let usual = Route(context.configuration.value("default_transport")?.text ?? .empty).transport
    let routes: [Route]
    switch list {
    case _ where transportLists.contains(list): routes = values(of: name, context).map { Route($0) }
    case "sender_dependent_relayhost_maps":
      routes = values(of: name, context).map { Route(transport: usual, nextHop: $0) }
    default: return []
    }
    var seen: Set<ByteString> = []
    return routes.filter { route in
      route.wantsWrapper && waitsForGreeting(route.transport.isEmpty ? usual : route.transport, context)
    }.map(\.nextHop).filter { seen.insert($0).inserted }
  }

  private static func waitsForGreeting(_ transport: ByteString, _ context: AuditContext) -> Bool {
    let service = context.configuration.services.first { service in
      service.program == "smtp" && service.entry[.type] == "unix" && service.entry[.service] == transport
    }
    guard let service else { return false }
    return context.configuration.knows("smtp_tls_wrappermode")
      && context.configuration.value("smtp_tls_wrappermode", in: service)?.text?.lowercased == "no"
  }

  private static func values(of name: ByteString, _ context: AuditContext) -> [ByteString] {
    guard let name = try? TableName(name) else { return [] }
    switch name.kind {
    case .constant, .inline, .textFile, .indexedFile, .networks, .posixPatterns, .perlPatterns: break
    // Tables of tables are asked about one by one.
    default: return []
    }
    var options = TableOptions()
    options.version = context.configuration.build.version
    options.allowsSubstitution = false
    let table = LookupTable(name, from: context.files.tableSources(of: context.configuration), options: options)
    return (table.entries ?? []).map(\.value)
  }

  private static func isOfName(_ byte: UInt8) -> Bool {
    byte.isASCIIAlphanumeric || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_") || byte == UInt8(ascii: ".")
  }
}

/// "transport:nexthop"; either may be empty.
private struct Route {
  let transport: ByteString
  let nextHop: ByteString

  init(_ value: ByteString) {
    transport = ByteString(value.bytes.prefix { $0 != UInt8(ascii: ":") })
    nextHop = ByteString(value.bytes.dropFirst(transport.count + 1))
  }

  init(transport: ByteString, nextHop: ByteString) {
    self.transport = transport
    self.nextHop = nextHop
  }

  /// Whether it is a port of TLS from the start, of another host. On this one a program such as stunnel may listen there
  /// without TLS.
  var wantsWrapper: Bool {
    let text = nextHop.lowercased
    guard [":465", ":smtps", ":submissions"].contains(where: { text.hasSuffix(ByteString($0)) }) else { return false }
    let host = ByteString(text.bytes.drop { $0 == UInt8(ascii: "[") })
    return !["127.", "localhost:", "localhost]", "::1]", "ipv6:::1]"].contains { host.hasPrefix(ByteString($0)) }
  }
}

// Which tables the proxymap(8) server may open: those that proxy_read_maps lists.
//
// A program that asks for another one dies. Source: proxymap.c (authorize_proxied_maps), dict_proxy.c.

import Bytes
import PostfixConfig

struct ProxyAccess: Sendable {
  private var tables: Set<ByteString> = []
  /// Why the server does not start, so that nobody gets an answer.
  private var obstacle: String?

  /// - Parameter configuration: the server reads main.cf with its own settings of master.cf.
  init(_ configuration: Configuration) {
    let name = configuration.value("proxymap_service_name")?.text ?? "proxymap"
    let server = configuration.services.last { $0.entry[.service] == name && $0.entry[.type] != "inet" }
    let list = configuration.value("proxy_read_maps", in: server)
    obstacle = list?.problem.map { "the \(name) service, which it asks, does not start: \($0)" }
    authorize(list?.text ?? .empty, depth: 0)
  }

  private mutating func authorize(_ list: ByteString, depth: Int) {
    guard depth < 32 else { return }
    for word in Words.ofList(list) {
      var text = word.text
      if text.bytes.first == UInt8(ascii: "{"), text.bytes.last == UInt8(ascii: "}") {
        text = Words.ofList(ByteString(text.bytes.dropFirst().dropLast())).first?.text ?? .empty
      }
      for nesting: ByteString in ["pipemap:{", "unionmap:{"] where text.hasPrefix(nesting) {
        authorize(ByteString(text.bytes.dropFirst(nesting.count).dropLast()), depth: depth + 1)
      }
      if let table = Self.withoutProxies(text) { tables.insert(table) }
    }
  }

  private static func withoutProxies(_ text: ByteString) -> ByteString? {
    var rest = text
    while rest.hasPrefix("proxy:") { rest = ByteString(rest.bytes.dropFirst(6)) }
    return rest == text || !rest.bytes.contains(UInt8(ascii: ":")) ? nil : rest
  }

  /// What a program dies of that opens the table; nil if it may.
  func problem(of table: LookupTable) -> String? {
    if table.name.kind == .proxy {
      if let obstacle { return obstacle }
      let name = Self.withoutProxies(table.name.text) ?? table.name.name
      return tables.contains(name) ? nil : "proxymap service is not configured for table \"\(name)\""
    }
    return table.tables.lazy.compactMap(problem).first
  }

  func problem(of list: MatchList) -> String? {
    list.elements.lazy.compactMap { element in
      if case .table(let table) = element.kind { problem(of: table) } else { nil }
    }.first
  }

  func problem(of maps: MapList) -> String? { maps.elements.lazy.compactMap { problem(of: $0.table) }.first }
}

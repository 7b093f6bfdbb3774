// How master(8) and the queue manager use one service: its processes, its port, and the mail that it gets.

import Bytes
import Conditions
import PostfixConfig

struct ServiceUse {
  private let service: Service
  private let index: Int
  private let context: AuditContext

  init(_ index: Int, _ context: AuditContext) {
    service = context.configuration.services[index]
    self.index = index
    self.context = context
  }

  /// The field of master.cf; for "-" it is default_process_limit of main.cf, which master(8) reads.
  var processLimit: Value {
    let field = service.entry[.processLimit]
    if field == "-" { return context.value(named: "default_process_limit", nil) }
    return number(field)
  }

  /// `NAME_destination_recipient_limit` as the queue manager reads it.
  var recipientLimit: Value {
    let manager = context.configuration.services.first { ["qmgr", "oqmgr", "nqmgr"].contains($0.program) }
    let name = service.entry[.service] + "_destination_recipient_limit"
    guard let value = context.configuration.value(name, in: manager) else { return .absent }
    guard let text = value.text else { return .unknown(because: value.problem ?? "no value") }
    return number(text)
  }

  private func number(_ text: ByteString) -> Value {
    guard let number = Int64(text.description) else { return .absent }
    return .number(number)
  }

  var lacksSMTPD: Value {
    guard service.program == "postscreen" else { return .boolean(false) }
    switch context.value(named: "smtpd_service_name", index) {
    case .text(let name):
      return .boolean(
        !context.configuration.services.contains { $0.entry[.type] == "pass" && $0.entry[.service] == name })
    // Releases before 2.8 have neither postscreen nor the parameter.
    case let other: return other
    }
  }

  /// Transports that are for the domains of a list; nil for those that are for any mail.
  private static let transports: [(parameter: ByteString, domains: ByteString?)] = [
    ("content_filter", nil), ("default_transport", nil), ("local_transport", "mydestination"),
    ("relay_transport", "relay_domains"), ("virtual_transport", "virtual_mailbox_domains"),
  ]

  var isTransport: Value {
    guard service.entry[.type] != "inet" else { return .boolean(false) }
    var problem: String?
    for (parameter, domains) in Self.transports where isNamed(by: parameter) {
      guard let domains, let list = context.configuration.value(domains) else { return .boolean(true) }
      guard let text = list.text else {
        problem = list.problem ?? "no value"
        continue
      }
      if !Words.ofList(text).isEmpty { return .boolean(true) }
    }
    return problem.map { .unknown(because: $0) } ?? .boolean(false)
  }

  private func isNamed(by parameter: ByteString) -> Bool { !nextHops(of: parameter).isEmpty }

  /// What follows the name of this service in the values of a parameter, in main.cf and with -o; empty for nothing.
  private func nextHops(of parameter: ByteString) -> [ByteString] {
    let users: [Service?] =
      [nil] + context.configuration.services.filter { $0.overrides[parameter] != nil }.map { Optional($0) }
    return users.compactMap { user in
      guard let text = context.configuration.value(parameter, in: user)?.text else { return nil }
      let name = text.bytes.prefix { $0 != UInt8(ascii: ":") }
      guard ByteString(name) == service.entry[.service] else { return nil }
      return ByteString(text.bytes.dropFirst(name.count + 1))
    }
  }

  /// Where settings send mail through this service: next hops of the parameters that name it, and relayhost where
  /// default_transport names it without one.
  var nextHops: [ByteString] {
    guard service.entry[.type] != "inet" else { return [] }
    let own = Self.transports.flatMap { nextHops(of: $0.parameter) }.filter { !$0.isEmpty }
    guard nextHops(of: "default_transport").contains(.empty),
      let relayHost = context.configuration.value("relayhost")?.text, !relayHost.isEmpty
    else { return own }
    return own + [relayHost]
  }

  /// Ports with several names: known_tcp_ports, and what every /etc/services has.
  private static let ports: [ByteString: ByteString] = [
    "lmtp": "24", "smtp": "25", "smtps": "465", "submissions": "465", "submission": "587",
  ]

  /// localhost is 127.0.0.1, whatever else it is.
  private static func address(_ service: Service) -> [ByteString] {
    let host = (service.host ?? .empty).lowercased
    let address = host == "localhost" ? "127.0.0.1" : IPNetwork(pattern: host)?.addressText ?? host
    return [address, ports[service.port.lowercased] ?? service.port.lowercased]
  }

  var samePort: Value {
    guard service.entry[.type] == "inet" else { return .absent }
    let address = Self.address(service)
    let later = context.configuration.services[(index + 1)...].first {
      $0.entry[.type] == "inet" && Self.address($0) == address
    }
    return later.map { .text($0.entry.identity) } ?? .absent
  }
}

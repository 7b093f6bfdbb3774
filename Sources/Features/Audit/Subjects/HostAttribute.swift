// Facts about the host that a configuration makes of itself.

import Bytes
import Conditions
import PostfixConfig

enum HostAttribute: String, SubjectAttribute {
  /// Ways to name this host as a next hop on port 25: its name, localhost and the addresses that it receives mail on,
  /// with and without brackets and port.
  case nextHops = "host.next_hops"

  static let firstSlot = 2900
  static let all = allCases

  var type: ValueType { .list(.caselessText) }

  func value(_ context: AuditContext, _ service: Int?) -> Value {
    var names: [ByteString] = []
    var unknown: [Value] = []
    switch context.value(named: "myhostname", service) {
    case .text(let name): names.append(name)
    case let other: unknown.append(other)
    }
    for parameter: ByteString in ["inet_interfaces", "proxy_interfaces"] {
      guard case .list(let words) = context.value(named: parameter, service) else { continue }
      for case .text(let word) in words {
        // The SMTP client recognizes itself by the addresses that Postfix listens on, so localhost is this host only
        // when inet_interfaces has it.
        switch word.lowercased {
        case "all", "loopback-only", "localhost": names += ["localhost", "127.0.0.1", "::1"]
        default: names.append(ByteString(word.bytes.filter { $0 != UInt8(ascii: "[") && $0 != UInt8(ascii: "]") }))
        }
      }
    }
    let hops = names.flatMap { name -> [ByteString] in
      let isIPv6 = name.bytes.contains(UInt8(ascii: ":"))
      let bare = isIPv6 ? ByteString("ipv6:\(name)") : name
      let forms = ["[\(name)]", "[\(bare)]"] + (isIPv6 ? [] : ["\(name)"])
      return forms.flatMap { form in ["", ":25", ":smtp"].map { ByteString(form + $0) } }
    }
    return .list(hops.map { .text($0) } + unknown)
  }
}

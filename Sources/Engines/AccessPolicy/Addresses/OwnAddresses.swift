// Which address literals lead to this machine: inet_interfaces and proxy_interfaces, within inet_protocols.
//
// Of "all" and "loopback-only" the files tell little; 127.0.0.1 is on every machine. Names in these lists are not resolved.
// An address that is listed counts, whether the machine has it or not. Sources: own_inet_addr.c, inet_addr_host.c.

import Bytes
import PostfixConfig

struct OwnAddresses: Sendable {
  enum Answer: Sendable, Hashable {
    case own(ResolvedAddress.Decision)
    case foreign
    /// The parameter, and why it does not tell.
    case cannotTell(parameter: ByteString, why: String)
  }

  private struct List: Sendable {
    let parameter: ByteString
    var addresses: [[UInt8]: ByteString] = [:]
    /// What is in the list that only the host or the network knows, and which addresses it may stand for.
    var hidden: Hidden?
  }

  private enum Hidden: Sendable { case any(String), loopback(String) }

  private var lists: [List] = []
  /// 4 for IPv4, 16 for IPv6.
  private let sizes: Set<Int>

  init(_ values: ServiceValues) {
    var sizes: Set<Int> = []
    for word in Words.ofList(values.text("inet_protocols"), grouping: false) {
      switch word.text {
      case "all": sizes.formUnion([4, 16])
      case "ipv4": sizes.insert(4)
      case "ipv6": sizes.insert(16)
      default: break
      }
    }
    self.sizes = sizes
    lists = [
      Self.interfaces(values.text("inet_interfaces"), values.configuration.host),
      Self.list(values.text("proxy_interfaces"), "proxy_interfaces"),
    ]
  }

  private static func interfaces(_ value: ByteString, _ host: HostFacts?) -> List {
    guard value == "all" || value == "loopback-only" else { return list(value, "inet_interfaces") }
    var list = List(parameter: "inet_interfaces")
    if let host {
      for interface in host.interfaces {
        let network = IPNetwork(address: interface.address, prefixLength: interface.address.count * 8)
        if value == "all" || network?.isLoopback == true { list.addresses[interface.address] = value }
      }
    } else {
      list.addresses[[127, 0, 0, 1]] = value
      let why = "the addresses of the host are not known"
      list.hidden = value == "all" ? .any(why) : .loopback(why)
    }
    return list
  }

  private static func list(_ value: ByteString, _ parameter: ByteString) -> List {
    var list = List(parameter: parameter)
    for word in value.bytes.split(whereSeparator: { $0 == 0x20 || $0 == 0x09 || $0 == UInt8(ascii: ",") }) {
      let item = ByteString(word)
      let bare = word.first == UInt8(ascii: "[") && word.last == UInt8(ascii: "]") ? word.dropFirst().dropLast() : word
      if let address = IPNetwork(address: ByteString(bare)) {
        list.addresses[address.address] = item
      } else if item.lowercased == "localhost" {
        list.addresses[[127, 0, 0, 1]] = item
        list.hidden = list.hidden ?? .loopback("\(item) is a host name")
      } else {
        list.hidden = .any("\(item) is a host name")
      }
    }
    return list
  }

  /// - Parameters:
  ///   - text: a valid address without brackets and "IPv6:".
  ///   - proxies: whether proxy_interfaces counts: for address literals, not for clients (own_inet_addr).
  func contains(_ text: ArraySlice<UInt8>, proxies: Bool = true) -> Answer {
    guard let address = Self.binary(text), sizes.contains(address.count) else { return .foreign }
    var unknown: Answer?
    for list in lists where proxies || list.parameter != "proxy_interfaces" {
      if let item = list.addresses[address] {
        return .own(.init(parameter: list.parameter, item: item, key: ByteString(text)))
      }
      switch list.hidden {
      case .any(let why): unknown = unknown ?? .cannotTell(parameter: list.parameter, why: why)
      case .loopback(let why) where IPNetwork(address: address, prefixLength: address.count * 8)?.isLoopback == true:
        unknown = unknown ?? .cannotTell(parameter: list.parameter, why: why)
      default: break
      }
    }
    return unknown ?? .foreign
  }

  /// Whether inet_interfaces names addresses of the loopback interface and nothing else.
  var isLoopbackOnly: Bool {
    guard let list = lists.first(where: { $0.parameter == "inet_interfaces" }), list.hidden == nil else { return false }
    return list.addresses.keys.allSatisfy { address in
      IPNetwork(address: address, prefixLength: address.count * 8)?.isLoopback == true
    }
  }

  /// The system takes a number with a leading zero for octal.
  private static func binary(_ text: ArraySlice<UInt8>) -> [UInt8]? {
    if text.contains(UInt8(ascii: ":")) { return IPNetwork(address: ByteString(text))?.address }
    var address: [UInt8] = []
    for octet in text.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false) {
      let base = octet.count > 1 && octet.first == 0x30 ? 8 : 10
      guard let value = UInt8(String(decoding: octet, as: UTF8.self), radix: base) else { return nil }
      address.append(value)
    }
    return address
  }
}

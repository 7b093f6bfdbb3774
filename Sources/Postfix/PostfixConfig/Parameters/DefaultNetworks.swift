// The default of mynetworks: the networks of the host's own addresses, by mynetworks_style.
//
// Working it out checks inet_protocols, inet_interfaces and mynetworks_style, and every program that needs the default
// dies of a bad one. A host name in inet_interfaces would need the resolver; it is passed over here.
// Sources: mynetworks.c, own_inet_addr.c, inet_proto.c.

import Bytes

struct DefaultNetworks {
  let style: ByteString
  let interfaces: ByteString
  let protocols: ByteString

  struct Problem: Error {
    /// The parameter that is wrong.
    let parameter: ByteString
    let message: String
  }

  /// Patterns in the order of the interfaces, each followed by a blank, as Postfix writes them.
  func patterns(on host: HostFacts) throws(Problem) -> ByteString {
    let families = try addressSizes()
    guard !families.isEmpty else { return .empty }
    let style = try checkedStyle()
    let local = host.interfaces.filter { families.contains($0.address.count) }
    var seen: Set<ByteString> = []
    var result = ByteString.empty
    for interface in try listening(among: local) {
      let pattern = pattern(of: interface, style: style)
      if seen.insert(pattern).inserted { result += pattern + " " }
    }
    return result
  }

  /// 4 for IPv4, 16 for IPv6.
  private func addressSizes() throws(Problem) -> Set<Int> {
    var sizes: Set<Int> = []
    for word in Words.ofList(protocols, grouping: false) {
      switch word.text {
      case "all": sizes.formUnion([4, 16])
      case "ipv4": sizes.insert(4)
      case "ipv6": sizes.insert(16)
      default:
        throw Problem(
          parameter: "inet_protocols",
          message: "unknown inet_protocols value \"\(word.text)\" in \"\(protocols)\"")
      }
    }
    return sizes
  }

  private func checkedStyle() throws(Problem) -> ByteString {
    let words = Words.ofList(style, grouping: false).map(\.text)
    for word in words where !["class", "subnet", "host"].contains(word) {
      throw Problem(
        parameter: "mynetworks_style", message: "unknown mynetworks mask style value \"\(word)\" in \"\(style)\"")
    }
    guard let first = words.first, Set(words).count == 1 else {
      throw Problem(
        parameter: "mynetworks_style", message: "bad mynetworks_style value: \(style); specify exactly one value")
    }
    return first
  }

  private func listening(among local: [HostFacts.Interface]) throws(Problem) -> [HostFacts.Interface] {
    if interfaces == "all" { return local }
    if interfaces == "loopback-only" { return local.filter { network(of: $0)?.isLoopback == true } }
    var result: [HostFacts.Interface] = []
    let words = interfaces.bytes.split { $0 == 0x20 || $0 == 0x09 || $0 == UInt8(ascii: ",") }
    for word in words {
      guard let wanted = IPNetwork(pattern: ByteString(word)) else { continue }
      guard let interface = local.first(where: { network(of: $0) == wanted }) else {
        throw Problem(
          parameter: "inet_interfaces",
          message: "parameter inet_interfaces: no local interface found for \(wanted.addressText)")
      }
      if !result.contains(interface) { result.append(interface) }
    }
    return result
  }

  private func network(of interface: HostFacts.Interface) -> IPNetwork? {
    IPNetwork(address: interface.address, prefixLength: interface.address.count * 8)
  }

  private func pattern(of interface: HostFacts.Interface, style: ByteString) -> ByteString {
    let bits = interface.address.count * 8
    let length: Int
    switch (style, bits) {
    case ("host", _): length = bits
    case ("class", 32):
      switch interface.address[0] {
      case ..<128: length = 8
      case ..<192: length = 16
      case ..<224: length = 24
      default: length = 4
      }
    default: length = min(max(interface.prefixLength, 0), bits)
    }
    let text = IPNetwork(address: interface.address, prefixLength: length)?.masked?.addressText ?? .empty
    return bits == 32 ? text + "/" + ByteString("\(length)") : "[" + text + "]/" + ByteString("\(length)")
  }
}

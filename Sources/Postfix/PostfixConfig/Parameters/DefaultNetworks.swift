// The default of mynetworks: the networks of the host's own addresses, by mynetworks_style.
//
// Sources: mynetworks.c, own_inet_addr.c. An inet_interfaces that names hosts is not resolved here; only "all",
// "loopback-only" and addresses are.

import Bytes

struct DefaultNetworks {
  let style: ByteString
  let interfaces: ByteString
  let protocols: ByteString

  /// Patterns in the order of the interfaces, each followed by a blank, as Postfix writes them.
  func patterns(on host: HostFacts) -> ByteString {
    let families = Words.ofList(protocols).map { $0.text.lowercased }
    let wantsIPv4 = families.contains("all") || families.contains("ipv4")
    let wantsIPv6 = families.contains("all") || families.contains("ipv6")
    var seen: Set<ByteString> = []
    var result = ByteString.empty
    for interface in host.interfaces where isListening(interface) {
      guard interface.address.count == 4 ? wantsIPv4 : wantsIPv6 else { continue }
      let pattern = pattern(of: interface)
      if seen.insert(pattern).inserted { result += pattern + " " }
    }
    return result
  }

  private func isListening(_ interface: HostFacts.Interface) -> Bool {
    let wanted = Words.ofList(interfaces).map { $0.text.lowercased }
    if wanted.contains("all") { return true }
    let network = IPNetwork(address: interface.address, prefixLength: interface.address.count * 8)
    if wanted.contains("loopback-only") { return network?.isLoopback == true }
    return wanted.contains { name in
      let bare = name.bytes.filter { $0 != UInt8(ascii: "[") && $0 != UInt8(ascii: "]") }
      return IPNetwork(address: ByteString(bare)) == network
    }
  }

  private func pattern(of interface: HostFacts.Interface) -> ByteString {
    let bits = interface.address.count * 8
    let length: Int
    switch style {
    case "host": length = bits
    case "class" where bits == 32:
      switch interface.address[0] {
      case ..<128: length = 8
      case ..<192: length = 16
      case ..<224: length = 24
      default: length = 4
      }
    default: length = min(max(interface.prefixLength, 0), bits)
    }
    let network = IPNetwork(address: interface.address, prefixLength: length)?.masked
    let text = network?.addressText ?? .empty
    return bits == 32 ? text + "/" + ByteString("\(length)") : "[" + text + "]/" + ByteString("\(length)")
  }
}

// One pattern of a list that matches client addresses: mynetworks and its kin.

import Bytes
import Conditions
import PostfixConfig

enum AddressPatternAttribute: String, SubjectAttribute {
  /// The word as written.
  case text = "pattern.text"
  /// The parameter whose list it is in.
  case list = "pattern.list"
  /// Whether it begins with "!".
  case isNegated = "pattern.is_negated"
  /// Whether it is an IP address or network.
  case isNetwork = "pattern.is_network"
  case isIPv6 = "pattern.is_ipv6"
  /// How many bits are fixed.
  case prefixLength = "pattern.prefix_length"
  /// Whether all its addresses are loopback, private or link-local.
  case isPrivate = "pattern.is_private"
  /// Whether bits of the host part are set.
  case hasHostBits = "pattern.has_host_bits"
  /// The same network without host bits.
  case network = "pattern.network"
  /// Whether it is an IPv6 address without brackets, which Postfix takes for a table.
  case lacksBrackets = "pattern.lacks_brackets"
  /// Whether it is a table that answers for every key, such as static:yes.
  case matchesAll = "pattern.matches_all"
  /// Whether the patterns of its list together hold at least half of all IPv4 or global IPv6 addresses.
  case listCoversInternet = "pattern.list_covers_internet"
  /// Whether this host has the address; absent for what is no single address, and for another host.
  case isOnHost = "pattern.is_on_host"

  static let firstSlot = 2500
  static let all = allCases

  var type: ValueType {
    switch self {
    case .text, .list, .network: .text
    case .prefixLength: .number
    case .isNegated, .isNetwork, .isIPv6, .isPrivate, .hasHostBits, .lacksBrackets, .matchesAll, .listCoversInternet,
      .isOnHost:
      .boolean
    }
  }
}

struct AddressPatternElement: SubjectElement {
  /// Parameters whose values are lists of address patterns.
  static let parameters: [ByteString] = [
    "mynetworks", "smtpd_authorized_xclient_hosts", "smtpd_authorized_xforward_hosts", "permit_mx_backup_networks",
    "smtpd_client_event_limit_exceptions", "smtpd_forbid_bare_newline_exclusions", "smtpd_sasl_exceptions_networks",
    "debug_peer_list", "inet_interfaces", "proxy_interfaces",
    "qmqpd_authorized_clients", "local_header_rewrite_clients",
  ]

  let text: ByteString
  let list: ByteString
  let span: SourceSpan?
  let listCoversInternet: Bool
  /// Two or more colons and no bracket: Postfix reads type:table.
  private let lacksBrackets: Bool
  /// Nil for what is no address or network to Postfix.
  private let network: IPNetwork?

  init(text: ByteString, list: ByteString, span: SourceSpan?, listCoversInternet: Bool) {
    self.text = text
    self.list = list
    self.span = span
    self.listCoversInternet = listCoversInternet
    let bare = ByteString(text.bytes.drop { $0 == UInt8(ascii: "!") })
    let network = IPNetwork(pattern: bare)
    lacksBrackets =
      network != nil && bare.bytes.first != UInt8(ascii: "[")
      && bare.bytes.filter { $0 == UInt8(ascii: ":") }.count >= 2
    self.network = lacksBrackets ? nil : network
  }

  var parameter: String { list.description }
  var location: FindingLocation? { span.map { FindingLocation($0.file, $0) } }

  func attribute(_ slot: Int, _ context: AuditContext) -> Value {
    guard let attribute = AddressPatternAttribute.attribute(at: slot) else { return .absent }
    switch attribute {
    case .text: return .text(text)
    case .list: return .text(list)
    case .isNegated: return .boolean(text.hasPrefix("!"))
    case .isNetwork: return .boolean(network != nil)
    case .isIPv6: return .boolean(network.map { !$0.isIPv4 } ?? false)
    case .prefixLength: return network.map { .number(Int64($0.prefixLength)) } ?? .absent
    case .isPrivate: return .boolean(network?.isPrivate ?? false)
    case .hasHostBits: return .boolean(network?.hasHostBits ?? false)
    case .network: return network?.masked.map { .text(ByteString($0.description)) } ?? .absent
    case .lacksBrackets: return .boolean(lacksBrackets)
    case .matchesAll: return .boolean(text.hasPrefix("static:") || AddressCoverage.isMatchAllTable(text))
    case .listCoversInternet: return .boolean(listCoversInternet)
    case .isOnHost:
      // A list of own addresses takes IPv6 without brackets, too.
      guard !text.bytes.contains(UInt8(ascii: "/")), let address = IPNetwork(pattern: text)?.address,
        let host = context.configuration.host, !host.interfaces.isEmpty
      else { return .absent }
      return .boolean(host.interfaces.contains { $0.address == address })
    }
  }
}

/// How much of the address space a list of patterns covers.
enum AddressCoverage {
  /// Whether the union of the patterns holds at least half of the IPv4 or of the global IPv6 addresses, or a table
  /// answers for every key. What Postfix cannot read does not count: networks with host bits, IPv6 without brackets.
  /// Of negated patterns only very wide ones count, for what follows them; others are exceptions to a list that is too
  /// wide.
  static func coversInternet(_ words: [ByteString]) -> Bool {
    var ranges4: [Range<Double>] = []
    var ranges6: [Range<Double>] = []
    var excluded: Set<IPNetwork> = []
    for word in words {
      let isNegated = word.hasPrefix("!")
      let pattern = isNegated ? ByteString(word.bytes.dropFirst()) : word
      if pattern.hasPrefix("static:") || isMatchAllTable(pattern) {
        if isNegated { break }
        return true
      }
      guard let network = IPNetwork(pattern: pattern), !network.hasHostBits,
        network.isIPv4 || pattern.hasPrefix("[")
      else { continue }
      if isNegated {
        if network.prefixLength <= 4 { excluded.insert(network) }
        continue
      }
      guard !excluded.contains(where: { $0.contains(network) }) else { continue }
      if network.isIPv4 { ranges4.append(share(of: network)) } else { ranges6.append(share(of: network)) }
    }
    let global6 = ranges6.filter { $0.overlaps(globalIPv6) }.map { $0.clamped(to: globalIPv6) }
    return total(ranges4) >= 0.5 || total(global6) >= 0.5 * (globalIPv6.upperBound - globalIPv6.lowerBound)
  }

  /// 2000::/3, where all addresses of the IPv6 Internet are.
  private static let globalIPv6 = 0.125..<0.25

  /// Where a network lies in its address space, as a part of 1. Doubles hold the 48 bits that matter.
  private static func share(of network: IPNetwork) -> Range<Double> {
    let start = network.address.prefix(6).reversed().reduce(0.0) { ($0 + Double($1)) / 256 }
    return start..<(start + Double(sign: .plus, exponent: -network.prefixLength, significand: 1))
  }

  private static func total(_ ranges: [Range<Double>]) -> Double {
    var sum = 0.0
    var end = 0.0
    for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) where range.upperBound > end {
      sum += range.upperBound - max(range.lowerBound, end)
      end = range.upperBound
    }
    return sum
  }

  /// An inline table with a pattern that every key matches.
  static func isMatchAllTable(_ word: ByteString) -> Bool {
    guard word.hasPrefix("regexp:{") || word.hasPrefix("pcre:{") || word.hasPrefix("cidr:{") else { return false }
    let text = word.description
    return ["{/^/", "{/./", "{/.*/", "{/^.*$/", "{/^.*/", "{//", "{0.0.0.0/0", "{::/0"].contains { pattern in
      text.replacing(" ", with: "").contains(pattern)
    }
  }
}

// Makes configurations that reach every corner of smtpd's access control which needs no DNS, from a seed.
//
// Most are valid enough to start; lists are short, so that the end of a list is often reached. What other tests catch least
// is likeliest here: a recipient with routing that a table permits, a name that is found with DUNNO, `permit` in front
// of what the start-up check looks for.

import Bytes
import TestSupport

struct AccessConfigurationGenerator {
  typealias Words = AccessVocabulary
  var random: SeededRandom
  var files: [String: [UInt8]] = [:]
  /// The restriction classes of this configuration.
  var classes: [String] = []
  var depth = 0
  /// Tables that proxymap(8) has to be allowed to read.
  var proxied: [String] = []

  init(seed: UInt64) { random = SeededRandom(seed: seed) }

  mutating func next() -> AccessConfiguration {
    files = [:]
    depth = 0
    proxied = []
    classes = random.chance(40) ? Array(["c1", "c2", "C3"].prefix(1 + random.below(3))) : []
    var lines = identity() + destinations() + switches() + codes()
    for name in classes where random.chance(98) { lines.append("\(name) = \(list(.any))") }
    if !classes.isEmpty { lines.append("smtpd_restriction_classes = \(classes.joined(separator: ", "))") }
    lines += restrictions()
    if random.chance(75) { lines.append("mynetworks = \(networks())") }
    if random.chance(5) { lines.append("mynetworks_style = \(random.pick(["host", "subnet", "class"]))") }
    let master = services()
    if !proxied.isEmpty, random.chance(85) { lines.append("proxy_read_maps = \(proxied.joined(separator: " "))") }
    let main = lines.joined(separator: "\n") + "\n"
    // Tables of a map's results may be unused by now; they do no harm.
    return AccessConfiguration(
      pair: ConfigurationPair(main: Array(main.utf8), master: Array(master.utf8)), files: files)
  }

  // MARK: Who we are

  private mutating func identity() -> [String] {
    var lines = [
      "compatibility_level = \(random.pick(["0", "1", "2", "3.6", "3.6", "3.6"]))",
      "myhostname = mail.local.test",
      "inet_protocols = \(random.pick(["all", "all", "all", "all", "all", "all", "ipv4"]))",
      "inet_interfaces = \(random.pick(["all", "all", "127.0.0.1", "192.0.2.25, 127.0.0.1"]))",
    ]
    if random.chance(60) {
      lines.append("myorigin = \(random.pick(["local.test", "$mydomain", "relay.test", "localhost"]))")
    }
    if random.chance(10) { lines.append("proxy_interfaces = 198.51.100.25") }
    if random.chance(35) { lines.append("recipient_delimiter = \(random.pick(["+", "+", "-", "+-"]))") }
    return lines
  }

  // MARK: What we receive mail for

  private mutating func destinations() -> [String] {
    var lines: [String] = []
    func set(_ name: String, _ percent: Int, _ value: (inout Self) -> String, in this: inout Self) {
      if this.random.chance(percent) { lines.append("\(name) = \(value(&this))") }
    }
    set(
      "mydestination", 85, { $0.domainList(["$myhostname", "localhost", "local.test", "localhost.$mydomain"]) },
      in: &self)
    set("relay_domains", 60, { $0.domainList(["relay.test", "$mydestination", "example"]) }, in: &self)
    set("virtual_alias_domains", 25, { $0.domainList(["alias.test", "$virtual_alias_maps"]) }, in: &self)
    set("virtual_mailbox_domains", 30, { $0.domainList(["mailbox.test"]) }, in: &self)
    set("virtual_alias_maps", 30, { $0.addressMaps() }, in: &self)
    set("virtual_mailbox_maps", 25, { $0.addressMaps() }, in: &self)
    set("relay_recipient_maps", 25, { $0.addressMaps() }, in: &self)
    set("canonical_maps", 8, { $0.addressMaps() }, in: &self)
    set("recipient_canonical_maps", 8, { $0.addressMaps() }, in: &self)
    set("sender_canonical_maps", 5, { $0.addressMaps() }, in: &self)
    set("smtpd_sender_login_maps", 25, { $0.table(keys: .addresses, values: .logins) }, in: &self)
    lines.append(
      "local_recipient_maps = \(random.chance(65) ? random.pick(["", "static:all"]) : addressMaps())")
    lines.append("alias_maps =")
    return lines
  }

  private mutating func domainList(_ usual: [String]) -> String {
    if random.chance(8) { return "" }
    var items: [String] = []
    for _ in 0..<(1 + random.below(3)) {
      switch random.below(20) {
      case 0: items.append("!" + random.pick(Words.domains))
      case 1: items.append(table(keys: .domains, values: .texts))
      case 2: items.append(listFile(random.pick(Words.domains)))
      case 3: items.append("." + random.pick(Words.domains))
      case 4: items.append(random.pick(["static:all", "*", "hash:@DIR@/missing", "nosuchtype:x"]))
      case 5...9: items.append(random.pick(Words.domains))
      default: items.append(random.pick(usual))
      }
    }
    return items.joined(separator: random.pick([" ", ", ", ","]))
  }

  private mutating func addressMaps() -> String {
    (0..<(random.chance(80) ? 1 : 2)).map { _ in table(keys: .recipients, values: .addresses) }.joined(separator: ", ")
  }

  /// "/file" with items, one to a line.
  private mutating func listFile(_ item: String) -> String {
    let name = "list\(files.count)"
    files[name] = Array("# comment\n\(item)\n!\(random.pick(Words.domains))\n".utf8)
    return "@DIR@/\(name)"
  }

  // MARK: Client networks

  private mutating func networks() -> String {
    if random.chance(5) { return "" }
    var items: [String] = []
    for _ in 0..<(1 + random.below(4)) {
      switch random.below(40) {
      case 0, 1: items.append("!" + random.pick(Words.networks))
      case 2: items.append(listFile(random.pick(Words.networks)))
      case 3, 4: items.append(table(keys: .clients, values: .texts))
      case 5: items.append(random.pick(Words.clientNames + ["net", ".example.net", "partner.example"]))
      case 6: items.append(random.pick(Words.brokenNetworks))
      case 7: items.append(random.pick(Words.addresses))
      default: items.append(random.pick(Words.networks))
      }
    }
    if random.chance(3) { items.append("# 0.0.0.0/0") }
    return items.joined(separator: random.pick([" ", ", "]))
  }

  // MARK: Switches

  private mutating func switches() -> [String] {
    var lines: [String] = []
    let choices: [(String, Int, [String])] = [
      (
        "parent_domain_matches_subdomains", 30, ["", "relay_domains", "smtpd_access_maps", "mynetworks, relay_domains"]
      ),
      ("allow_untrusted_routing", 20, ["yes"]),
      ("soft_bounce", 7, ["yes"]),
      ("smtpd_delay_reject", 20, ["no"]),
      ("smtpd_helo_required", 15, ["yes"]),
      ("smtpd_relay_before_recipient_restrictions", 20, ["yes", "no"]),
      ("smtpd_reject_unlisted_recipient", 25, ["no", "yes"]),
      ("smtpd_reject_unlisted_sender", 15, ["yes"]),
      ("smtpd_null_access_lookup_key", 8, ["null", "<>", "MAILER-DAEMON", "<NULL>"]),
      ("smtpd_sasl_auth_enable", 70, ["yes"]),
      ("strict_rfc821_envelopes", 5, ["yes"]),
      ("allow_percent_hack", 8, ["no"]), ("swap_bangpath", 8, ["no"]),
      ("append_at_myorigin", 4, ["no"]), ("append_dot_mydomain", 20, ["yes", "no"]),
      ("resolve_dequoted_address", 8, ["no"]), ("resolve_null_domain", 5, ["yes"]),
      ("resolve_numeric_domain", 6, ["yes"]), ("smtputf8_enable", 5, ["no"]),
      ("local_transport", 5, ["local", "smtp:", "error:no", "virtual"]),
      ("relayhost", 4, ["[192.0.2.1]"]),
      ("receive_override_options", 3, ["no_unknown_recipient_checks", "no_address_mappings"]),
      ("smtpd_recipient_limit", 2, ["1"]),
      ("local_header_rewrite_clients", 3, [""]),
      ("address_verify_sender", 3, ["", "double-bounce", "probe@relay.test"]),
      ("smtpd_reject_footer", 2, ["See the manual"]),
    ]
    for (name, percent, values) in choices where random.chance(percent) {
      lines.append("\(name) = \(random.pick(values))")
    }
    return lines
  }

  private mutating func codes() -> [String] {
    let names = [
      "access_map_reject_code", "defer_code", "reject_code", "relay_domains_reject_code",
      "invalid_hostname_reject_code",
      "non_fqdn_reject_code", "unknown_client_reject_code", "unknown_local_recipient_reject_code",
      "unknown_relay_recipient_reject_code", "unknown_virtual_alias_reject_code", "unknown_virtual_mailbox_reject_code",
      "unknown_address_reject_code", "unknown_hostname_reject_code", "plaintext_reject_code", "maps_rbl_reject_code",
      "multi_recipient_bounce_reject_code",
    ]
    guard random.chance(25) else { return [] }
    return (0..<(1 + random.below(3))).map { _ in
      // 421 and 521 end a connection.
      "\(random.pick(names)) = \(random.pick(["450", "451", "550", "554", "557", "499", "503"]))"
    }
  }

  // MARK: master.cf

  private mutating func services() -> String {
    var text = "smtp inet n - n - - smtpd\n"
    if random.chance(15) {
      text += "  -o { smtpd_recipient_restrictions = \(list(.recipient)) }\n"
      text += "  -o { mynetworks = \(random.pick(Words.networks)) }\n"
    }
    if random.chance(8) { text += "  -o relay_domains=\(random.pick(["", "static:all", "relay.test"]))\n" }
    if random.chance(5) { text += "  -o mydestination=\n" }
    if random.chance(3) { text += "  -o smtpd_delay_reject=no\n" }
    text += "rewrite unix - - n - - trivial-rewrite\n"
    if random.chance(5) { text += "  -o relay_domains=\(random.pick(["", "victim.example"]))\n" }
    return text + "proxymap unix - - n - - proxymap\n"
  }
}

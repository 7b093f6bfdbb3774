// Makes main.cf and master.cf pairs that hit every trap of Postfix's configuration grammar, from a seed.

import Bytes
import TestSupport

/// A pair of files to give to postconf and to Postkeep.
struct ConfigurationPair: Sendable, CustomStringConvertible {
  var main: [UInt8]
  /// Nil for a directory without master.cf.
  var master: [UInt8]?

  var description: String {
    func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self).debugDescription }
    return "main.cf \(text(main))\nmaster.cf \(master.map(text) ?? "missing")"
  }
}

struct ConfigurationGenerator {
  private var random: SeededRandom

  init(seed: UInt64) { random = SeededRandom(seed: seed) }

  mutating func next() -> ConfigurationPair {
    var lines: [String] = []
    for _ in 0..<random.below(14) + 1 { lines.append(mainLine()) }
    var main = Array(joined(lines).utf8)
    spoil(&main)
    guard !random.chance(2) else { return ConfigurationPair(main: main, master: nil) }
    var entries: [String] = []
    for _ in 0..<random.below(7) + 1 { entries.append(masterEntry()) }
    var master = Array(joined(entries).utf8)
    if random.chance(15) { spoil(&master) }
    return ConfigurationPair(main: main, master: master)
  }

  private mutating func joined(_ lines: [String]) -> String {
    let end = random.chance(8) ? "\r\n" : "\n"
    var text = lines.map { $0.replacing("\n", with: end) }.joined(separator: end)
    if random.chance(90) { text += end }
    return text
  }

  /// Bytes that no editor shows.
  private mutating func spoil(_ bytes: inout [UInt8]) {
    guard random.chance(6) else { return }
    let position = random.below(bytes.count + 1)
    switch random.below(5) {
    case 0: bytes.insert(0, at: position)
    case 1: bytes.insert(contentsOf: [0xC3, 0xA9], at: position)
    case 2: bytes.insert(contentsOf: [0xEF, 0xBB, 0xBF], at: 0)
    case 3: bytes.insert(contentsOf: [0xFF, 0x80], at: position)
    default: bytes.insert(contentsOf: [0xC2, 0xA0], at: position)
    }
  }

  // MARK: main.cf

  private mutating func mainLine() -> String {
    switch random.below(100) {
    case ..<3: return "# " + value(2)
    case ..<5: return "   # " + name() + " = indented comment"
    case ..<7: return ""
    case ..<9: return random.pick(["  ", "\t", "\u{0B} ", "\u{0C}"]) + name() + " = " + value(2)
    case ..<9: return ""
    case 9 where random.chance(30):
      return random.pick(["no equals sign here", "= no name", "==", "two words = x", "x", "name=", "= "])
    default: return setting()
    }
  }

  private mutating func setting() -> String {
    let name = name()
    if let rare = Self.restricted[name] { return name + " = " + random.pick(rare) }
    let equals = random.pick([" = ", "=", " =", "= ", "  =\t", " == ", "\t= "])
    let folded = fold(value(3))
    return name + equals + folded + random.pick(["", "", "", " ", "\t ", "\\"])
  }

  /// Breaks a value over lines, with comments and blank lines between.
  private mutating func fold(_ value: String) -> String {
    guard random.chance(25) else { return value }
    return value.split(separator: " ", omittingEmptySubsequences: false).map(String.init).reduce("") { result, word in
      guard !result.isEmpty else { return word }
      switch random.below(6) {
      case 0: return result + "\n  " + word
      case 1: return result + "\n# between\n\t" + word
      case 2: return result + "\n\n   # indented\n " + word
      case 3: return result + "\n\u{0B}" + word
      default: return result + " " + word
      }
    }
  }

  private static let builtIn = [
    "myhostname", "mydomain", "myorigin", "mydestination", "mynetworks", "relayhost", "relay_domains", "mail_name",
    "smtpd_banner", "virtual_alias_maps", "virtual_alias_domains", "alias_maps", "transport_maps", "alias_database",
    "smtpd_recipient_restrictions", "smtpd_relay_restrictions", "smtpd_client_restrictions", "inet_interfaces",
    "maximal_queue_lifetime", "minimal_backoff_time", "soft_bounce", "compatibility_level", "smtpd_use_tls",
    "smtpd_tls_security_level", "local_recipient_maps", "default_rbl_reply", "forward_path", "smtpd_expansion_filter",
    "luser_relay", "mailbox_command", "smtpd_reject_footer", "smtpd_restriction_classes", "process_name",
    "service_name", "virtual_maps", "fallback_relay", "postscreen_dnsbl_ttl", "postscreen_blacklist_action",
    "tlsproxy_client_level", "smtp_per_record_deadline", "parent_domain_matches_subdomains", "proxy_read_maps",
    "inet_protocols", "mynetworks_style", "config_directory", "queue_directory", "2bounce_notice_recipient",
    "slow_destination_concurrency_limit", "slow_destination_rate_delay", "slow_time_limit", "pipe_time_limit",
    "smtp_destination_recipient_limit", "local_destination_concurrency_limit", "multi_instance_name", "syslog_name",
    "my-dash_recipient_limit", "smtpd_sender_login_maps", "stress", "default_transport",
  ]
  /// Names with values that postconf checks before it prints anything: random text would end every pair there. Host
  /// names are left out: they would ask the resolver.
  private static let restricted = [
    "inet_protocols": ["all", "ipv4", "ipv6", "ipv4, ipv6", "", "$empty", "IPv4", "ipv5"],
    "mynetworks_style": ["host", "subnet", "class", "Host", "host host", "", "${foo?subnet}"],
    "inet_interfaces": ["all", "loopback-only", "127.0.0.1", "[::1]", "127.0.0.1, 127.0.0.1", "", "192.0.2.77"],
    "compatibility_level": ["0", "1", "2", "3.6", "3.10", "$foo", "x", ""],
  ]
  private static let own = [
    "foo", "bar", "baz", "empty", "my_class", "other_class", "myldap_server_host", "myldap_nosuch", "mysql1_query",
    "Foo", "mydomain_x", "a.b", "a-b", "x1", "_y", "nosuch",
  ]

  private mutating func name() -> String {
    random.chance(60) ? random.pick(Self.builtIn) : random.pick(Self.own)
  }

  private mutating func value(_ depth: Int) -> String {
    var parts: [String] = []
    for _ in 0..<random.below(4) { parts.append(piece(depth)) }
    return parts.joined(separator: random.pick([" ", ", ", ",", "", " "]))
  }

  private mutating func piece(_ depth: Int) -> String {
    switch random.below(100) {
    case ..<25: return reference(depth)
    case ..<27: return random.pick(["$$", "$${x}"]) + value(0)
    case ..<28: return random.pick(["$$", "$${x}", "$", "$ ", "${", "${}", "$()", "$(foo", "}", "{", "${foo", "$-"])
    case ..<40: return random.pick(["hash:/etc/aliases", "texthash:/x", "static:{a b}", "inline:{ a=b, {c = d e} }"])
    case ..<46:
      return random.pick([
        "ldap:myldap", "mysql:mysql1", "proxy:ldap:myldap", "proxy:mysql:/nonexistent/x.cf", "pgsql:./rel",
        "sqlite:{myldap}", "unionmap:{ldap:myldap, mysql:mysql1}", "{ldap:myldap", "memcache:foo", "mysql:{a}b",
      ])
    case ..<50: return random.pick(["# text", "#x", "a#b", "\"quoted text\"", "'q'", "a\\"])
    case ..<54: return random.pick(["my_class", "other_class", "missing_class", "my_class,other_class"])
    default:
      return random.pick([
        "yes", "no", "5d", "30m", "1h30m", "100", "007", "example.com", "[::1]/128", "127.0.0.0/8", "permit", "reject",
        "permit_mynetworks", "x", "3.6", "2", "10", "9", "a\tb", "é", "a b  c", "", "loopback-only", "all", "ipv4",
      ])
    }
  }

  // MARK: $-expressions

  private mutating func reference(_ depth: Int) -> String {
    let name = name()
    guard depth > 0 else { return "$" + name }
    switch random.below(16) {
    case ..<4: return "$" + name
    case 4: return "${" + name + "}"
    case 5: return "$(" + name + ")"
    case 6: return "${ " + name + " }"
    case 7: return "${" + name + "?" + value(depth - 1) + "}"
    case 8: return "${" + name + ":" + value(depth - 1) + "}"
    case 9: return "${" + name + blank() + "?" + blank() + braced(depth) + blank() + "}"
    case 10: return "${" + name + "?" + braced(depth) + blank() + ":" + blank() + braced(depth) + "}"
    case 11: return "${" + name + ":" + braced(depth) + random.pick(["", "", " x", "}"]) + "}"
    case 12: return "$(" + name + "?" + braced(depth) + ":" + value(depth - 1) + ")"
    case 13: return "${" + name + random.pick(["-", ":-", "/", "??", "::", "?:", "=", "!"]) + value(depth - 1) + "}"
    default: return comparison(depth)
    }
  }

  private mutating func comparison(_ depth: Int) -> String {
    let relation = random.pick([
      "==", "!=", "<", "<=", ">", ">=", "=", "<>", "=~", ">=level", "<level", "==xyz", "< level",
    ])
    let operands = blank() + braced(depth) + blank() + relation + blank() + braced(depth) + blank()
    switch random.below(5) {
    case 0: return "${" + operands + "}"
    case 1: return "${" + operands + "?" + braced(depth) + "}"
    case 2: return "${" + operands + ":" + braced(depth) + "}"
    case 3: return "${" + operands + "?" + blank() + braced(depth) + blank() + ":" + blank() + braced(depth) + "}"
    default: return "$(" + operands + "?" + braced(depth) + ":" + value(depth - 1) + ")"
    }
  }

  private mutating func blank() -> String { random.pick(["", "", " ", "  ", "\t"]) }

  private mutating func braced(_ depth: Int) -> String {
    "{" + (depth > 0 && random.chance(60) ? value(depth - 1) : random.pick(["a", "", "1", "10", "9", "3.6", " b "]))
      + "}"
  }

  // MARK: master.cf

  private mutating func masterEntry() -> String {
    switch random.below(100) {
    case ..<3: return "# comment"
    case ..<5: return ""
    case ..<7: return "  indented inet n - n - - smtpd"
    case ..<8: return random.pick(["too few fields", "smtp inet n - n - -", "x"])
    default: break
    }
    let service = random.pick(["smtp", "submission", "slow", "my-dash", "pipe", "relay", "local", "127.0.0.1:10025"])
    let type = random.pick(
      ["inet", "inet", "unix", "unix", "fifo", "pass", "unix-dgram"] + (random.chance(5) ? ["tcp"] : []))
    var fields = [service, type]
    for _ in 0..<3 { fields.append(random.pick(["n", "y", "-"] + (random.chance(2) ? ["x", "yes"] : []))) }
    fields.append(random.pick(["-", "60", "300?", "-?"] + (random.chance(3) ? ["x", "5a"] : [])))
    fields.append(random.pick(["-", "1", "0", "100"] + (random.chance(3) ? ["1?"] : [])))
    fields.append(
      random.pick([
        "smtpd", "smtp", "pipe", "spawn", "local", "lmtp", "virtual", "error", "/usr/lib/postfix/smtpd", "qmgr",
      ]))
    var text = fields.joined(separator: random.pick([" ", "  ", "\t", " \t "]))
    for _ in 0..<random.below(4) { text += argumentSeparator() + argument() }
    return text
  }

  private mutating func argumentSeparator() -> String {
    random.pick([" ", " ", "\n  ", "\n\t", "\n# comment\n   ", "\n\n  # c\n "])
  }

  private mutating func argument() -> String {
    let name = name()
    switch random.below(12) {
    case ..<4: return "-o " + name + "=" + value(1).replacing(" ", with: "")
    case 4: return "-o { " + name + " = " + value(2) + " }"
    case 5: return "-o{" + name + "=" + value(1) + "}"
    case 6: return "-o" + name + "=" + random.pick(["no", "yes", "x", "$foo"])
    case 7:
      return random.pick(["-v", "-vv", "-D", "-vo " + name + "=a", "-vo" + name + "=b", "--", "-o", "-o " + name])
    case 8: return "-o " + name + " = " + random.pick(["y", "$foo"])
    case 9:
      return random.pick(["user=x argv=/bin/y -o biff=no", "{ braced text }", "{unclosed", "{a}b", "# text", "stray"])
    case 10: return "-o " + name + "=\"a b\""
    default: return "-o { " + name + " = unclosed " + random.pick(["", "}x"])
    }
  }
}

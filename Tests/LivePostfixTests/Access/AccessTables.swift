// Tables by chance: every kind that can be read offline, with keys that sessions will ask for.

import TestSupport

extension AccessConfigurationGenerator {
  enum Keys { case clients, names, helos, addresses, recipients, routed, domains, logins }
  enum Values { case actions, dunnoFirst, addresses, logins, texts }

  /// "type:name" of a new table.
  mutating func table(keys: Keys, values: Values) -> String {
    switch random.below(100) {
    case ..<30: return inline(keys, values)
    case ..<45: return file("texthash", suffix: "text", keyLines(keys, values))
    case ..<52: return file("hash", suffix: "hash", keyLines(keys, values))
    case ..<62: return keys == .clients ? networkTable(values) : inline(keys, values)
    case ..<72: return file("regexp", suffix: "regexp", patternLines(keys, values))
    case ..<80: return file("pcre", suffix: "pcre", patternLines(keys, values))
    case ..<85: return "static:" + simple(value(values))
    case ..<88: return "pipemap:{\(inline(keys, .texts)),\(file("regexp", suffix: "regexp", ["/./ \(value(values))"]))}"
    case ..<91: return "unionmap:{\(inline(keys, values)),\(inline(keys, values))}"
    case ..<94: return "randmap:{\(simple(value(values)))}"
    case ..<95:
      let name = "proxy:" + file("texthash", suffix: "text", keyLines(keys, values))
      proxied.append(name)
      return name
    default: return inline(keys, values)
    }
  }

  private mutating func file(_ type: String, suffix: String, _ lines: [String]) -> String {
    let name = "table\(files.count).\(suffix)"
    files[name] = Array((lines.joined(separator: "\n") + "\n").utf8)
    return "\(type):@DIR@/\(name)"
  }

  private mutating func inline(_ keys: Keys, _ values: Values) -> String {
    let pairs = distinct(keys).map { key -> String in
      let value = value(values)
      return value.contains(" ") || value.contains(",") ? "{\(key) = \(value)}" : "\(key)=\(value)"
    }
    return "inline:{\(pairs.joined(separator: ", "))}"
  }

  /// For places where blanks and commas would separate.
  private func simple(_ value: String) -> String {
    value.contains(where: { $0 == " " || $0 == "," || $0 == "{" }) || value.isEmpty ? "OK" : value
  }

  private mutating func keyLines(_ keys: Keys, _ values: Values) -> [String] {
    distinct(keys).map { "\($0) \(value(values))" }
  }

  /// Without blanks, braces and "=", and none twice.
  private mutating func distinct(_ keys: Keys) -> [String] {
    var seen: Set<String> = []
    return (0..<(1 + random.below(4))).map { _ in key(keys) }.filter {
      !$0.isEmpty && !$0.contains(where: " ={},\"#".contains) && seen.insert($0.lowercased()).inserted
    } + (seen.isEmpty ? ["key"] : [])
  }

  private mutating func networkTable(_ values: Values) -> String {
    let lines = (0..<(1 + random.below(3))).map { _ in
      let network = random.pick(Words.networks).filter { $0 != "[" && $0 != "]" }
      return "\(random.chance(10) ? "!" : "")\(network) \(value(values))"
    }
    if random.chance(20) { return "cidr:{\(lines.map { "{\($0)}" }.joined(separator: ", "))}" }
    return file("cidr", suffix: "cidr", lines)
  }

  private mutating func patternLines(_ keys: Keys, _ values: Values) -> [String] {
    (0..<(1 + random.below(3))).map { _ in
      let key = key(keys).filter { $0.isLetter || $0.isNumber || $0 == "." || $0 == "@" }
      let pattern = random.pick([
        "^\(key)$", key, "\(key)$", "^\(key.prefix(3))", ".", "^<>$", "@", "^unknown$", "^([^@]+)@(.*)$",
      ]).replacing(".", with: random.chance(50) ? "." : "\\.")
      return "/\(pattern.isEmpty ? "x" : pattern)/\(random.chance(10) ? "i" : "") \(value(values))"
    }
  }

  // MARK: Keys

  private mutating func key(_ keys: Keys) -> String {
    switch keys {
    case .names: return random.pick(Words.clientNames + ["example.net", "net", "unknown"])
    case .clients:
      return random.pick([
        random.pick(Words.clientNames),
        random.pick(["unknown", "net", "example.net", ".example.net", "partner.example"]),
        random.pick(Words.addresses), prefix(random.pick(Words.addresses), "."),
        prefix(random.pick(Words.addresses6), ":"), random.pick(Words.addresses6),
      ])
    case .helos:
      return random.pick([random.pick(Words.helos), random.pick(Words.domains), "." + random.pick(Words.domains)])
    case .routed: return random.pick(["relay.test", "local.test", "victim.example", "u@", "test", "example"])
    case .addresses, .recipients:
      let domain = random.pick(Words.domains)
      let user = random.pick(Words.users)
      return random.pick([
        "\(user)@\(domain)", "\(user)@\(domain)", domain, keys == .addresses ? "\(user)@" : "@\(domain)",
        keys == .addresses ? "." + domain : user, keys == .addresses ? "<>" : user,
      ])
    case .domains: return random.pick([random.pick(Words.domains), "." + random.pick(Words.domains)])
    case .logins: return random.pick(Words.logins)
    }
  }

  private mutating func prefix(_ address: String, _ separator: Character) -> String {
    let parts = address.split(separator: separator, omittingEmptySubsequences: false)
    return parts.prefix(1 + random.below(max(parts.count - 1, 1))).joined(separator: String(separator))
  }

  // MARK: Values

  private mutating func value(_ values: Values) -> String {
    switch values {
    case .texts: return random.pick(["x", "OK", "REJECT", "u@local.test", "1"])
    case .logins:
      return random.pick(["alice", "boss", "alice, boss", "Alice", "u@local.test", "alice boss"])
    case .addresses:
      return random.pick(["u", "u@local.test", "alice@victim.example", "x", "error:no such user", "@relay.test"])
    case .dunnoFirst: return random.chance(60) ? "DUNNO" : action()
    case .actions: return action()
    }
  }

  private mutating func action() -> String {
    switch random.below(40) {
    case ..<7: return random.pick(["OK", "OK", "ok", "RELAY"])
    case ..<10: return random.pick(["REJECT", "REJECT no way", "reject 5.7.99 with a code", "REJECT 4.1.1 odd"])
    case ..<13:
      return random.pick([
        "450 later", "550 5.1.1 go away", "451 4.7.77 try again", "554 no", "550", "450", "599 x", "500 4.1.0 x",
        "503 5.5.5", "250 ok",
      ])
    case ..<15: return random.pick(["1732406400", "0", "200", "12345"])
    case ..<20: return random.pick(["DUNNO", "dunno", "DUNNO", "DUNNO text"])
    case ..<22: return random.pick(["DEFER", "DEFER wait", "DEFER 4.2.2 wait"])
    case ..<24: return random.pick(["DEFER_IF_PERMIT", "DEFER_IF_PERMIT wait", "defer_if_permit 4.9.9 x"])
    case ..<26: return random.pick(["DEFER_IF_REJECT", "DEFER_IF_REJECT wait", "defer_if_reject 4.9.9 x"])
    case ..<28: return random.pick(["DISCARD", "DISCARD gone", "HOLD", "HOLD text"])
    case ..<30:
      return random.pick([
        "FILTER smtp:[127.0.0.1]:10025", "FILTER bad", "REDIRECT u@local.test", "REDIRECT bad", "BCC u@local.test",
        "PREPEND X-Test: yes", "PREPEND bad", "INFO text", "WARN text", "INFO", "WARN", "BCC",
      ])
    case ..<33: return classes.isEmpty ? "permit_mynetworks" : random.pick(classes)
    case ..<37:
      return random.pick([
        "permit_mynetworks", "reject_unauth_destination", "permit_mynetworks, reject", "permit_sasl_authenticated",
        "warn_if_reject reject", "reject", "permit", "defer", "reject_unlisted_recipient", "permit",
        "permit_auth_destination reject", "static:OK", "reject_non_fqdn_sender",
      ])
    case 37: return random.pick(["hash:/x", "no_such_thing", "4500 x", "OK", "OK"])
    default: return "OK"
    }
  }
}

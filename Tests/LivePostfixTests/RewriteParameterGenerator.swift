// Settings of trivial-rewrite services: every parameter that changes what an address means.

import TestSupport

struct RewriteParameterGenerator {
  /// Where the files are that some settings name; see `files`.
  let directory: String

  /// The files that settings name.
  static let files: [(name: String, content: String)] = [
    ("domains", "# local domains\nlocal.test, filed.test\n!never.test\n"),
    ("relays", "relayed.test 1\n.dotted.test 1\nvirtual.test 1\n"),
    ("origin", "  filed.test \nsecond line\n"),
    (
      "transport",
      "relayed.test relay:[mx.test]\nu@local.test other:\n.far.example :[far.hop]\nfar.example error:\n* :\n"
    ),
    ("moved", "moved@local.test new@far.example\n@gone.example nowhere\nmoved gone\n"),
    ("senders", "u@far.example [one.hop]\n@far.example [two.hop]:26\nboss DUNNO\n<> [null.hop]\n"),
  ]

  /// One set that has every default, then random mixtures of few, some and many settings.
  func sets(count: Int, random: inout SeededRandom) -> [[(name: String, value: String)]] {
    let choices = choices
    var sets: [[(name: String, value: String)]] = [[]]
    while sets.count < count {
      let share = [8, 20, 40][sets.count % 3]
      var set: [(name: String, value: String)] = []
      for (name, values) in choices where random.chance(share) { set.append((name, random.pick(values))) }
      sets.append(set)
    }
    return sets
  }

  private var choices: [(name: String, values: [String])] {
    let no = ["no"]
    let domains = ["", "local.test", "!a.test, relayed.test, virtual.test", "texthash:\(directory)/relays", "static:x"]
    return [
      ("allow_percent_hack", no), ("swap_bangpath", no), ("append_at_myorigin", no), ("allow_min_user", ["yes"]),
      ("append_dot_mydomain", ["yes"]), ("resolve_dequoted_address", no), ("resolve_null_domain", ["yes"]),
      ("resolve_numeric_domain", ["yes"]), ("smtputf8_enable", no), ("show_user_unknown_table_name", no),
      ("owner_request_special", no), ("recipient_delimiter", ["+", "-+"]),
      ("empty_address_recipient", ["postmaster@far.example", "a!b", "x%far.example", "\"q r\"", "root@local.test"]),
      ("myorigin", ["far.example", "\(directory)/origin", "local", "[127.0.0.1]"]), ("mydomain", ["far.example"]),
      (
        "mydestination",
        [
          "", "local.test", "LOCAL.test, sub.local.test", "\(directory)/domains",
          "inline:{ {local.test=x} {a.test=y} }",
          "!local.test, static:all", "[192.0.2.25], local.test", "regexp:{ {/test$$/ x} }", "fail:down",
          "local.test localhost",
        ]
      ),
      ("virtual_alias_domains", domains + ["$virtual_alias_maps", "fail:down"]),
      ("virtual_alias_maps", ["inline:{ {alias.test=x} {u@local.test=u} }"]),
      ("virtual_mailbox_domains", domains + ["virtual.test, [192.0.2.26]", "fail:down"]),
      ("relay_domains", domains + ["relayed.test .dotted.test", "$mydestination, relayed.test", "fail:down"]),
      ("parent_domain_matches_subdomains", ["", "relay_domains", "transport_maps"]),
      ("inet_interfaces", ["127.0.0.1", "loopback-only", "127.0.0.1, [::1]"]),
      ("proxy_interfaces", ["198.51.100.25", "[2001:db8::25] 198.51.100.25"]), ("inet_protocols", ["all"]),
      ("local_transport", ["local:$myhostname", "lmtp:unix:private/lmtp", ":x", "error:no local mail"]),
      ("virtual_transport", ["lmtp:[127.0.0.1]:24"]), ("relay_transport", ["relay:[inner.hop]", "smtp:"]),
      ("default_transport", ["smtp:[out.hop]", "error: no mail for outside", "retry"]),
      ("relayhost", ["[relay.hop]:587", "relay.hop"]),
      (
        "transport_maps",
        ["texthash:\(directory)/transport", "inline:{ {*=smtp:[all.hop]} }", "fail:down", "static:retry"]
      ),
      ("relocated_maps", ["texthash:\(directory)/moved", "fail:down"]),
      ("sender_dependent_relayhost_maps", ["texthash:\(directory)/senders"]),
      (
        "sender_dependent_default_transport_maps",
        ["inline:{ {@far.example=slow:} {boss@local.test=fast:x} }", "fail:down"]
      ),
    ]
  }
}

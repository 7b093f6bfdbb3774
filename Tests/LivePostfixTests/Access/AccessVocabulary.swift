// The words that generated configurations and sessions are made of. They are few, so that sessions meet the keys.

enum AccessVocabulary {
  static let domains = [
    "local.test", "mail.local.test", "localhost", "alias.test", "mailbox.test", "relay.test", "sub.relay.test",
    "a.b.relay.test", "victim.example", "other.example", "spammer.example", "stranger.example", "Relay.TEST",
    "x.local.test", "localhost.local.test", "test", "example", "notrelay.test",
  ]
  static let users = [
    "u", "spam", "boss", "victim", "alice", "nosuch", "U", "u+ext", "alice+a+b", "postmaster", "double-bounce", "abuse",
  ]
  static let addresses = [
    "203.0.113.5", "203.0.113.77", "203.0.114.5", "198.51.100.9", "10.1.2.3", "127.0.0.1", "192.0.2.25", "192.0.2.200",
    "44.10.0.25", "172.17.0.1", "0.0.0.0", "255.255.255.255", "::ffff:203.0.113.5",
  ]
  static let addresses6 = ["2001:db8::5", "2001:db8:bad::5", "::1", "fd00::7", "2001:DB8::A"]
  static let clientNames = [
    "stranger.example.net", "mx.partner.example", "client.local.test", "host.relay.test", "relay.test", "example.net",
    "dsl-5.spammer.example", "localhost", "Stranger.Example.NET", "mail.alias.test",
  ]
  static let helos = [
    "stranger.example", "mx.partner.example", "1.2.3.4", "[203.0.113.5]", "localhost", "not_valid", "-bad.example",
    "local.test", "x", "a..b", "[IPv6:2001:db8::5]", "[1.2.3]", "203.0.113.5", "mail.local.test", "unknown",
    "b\u{fc}.test",
    "1.2.3.4.example", "Mx.Partner.Example", "[]", "a.b.relay.test", "x.", "12345",
  ]
  static let logins = ["alice", "boss", "Alice", "u@local.test", "nobody", "alice@relay.test"]
  static let networks = [
    "127.0.0.0/8", "203.0.113.0/24", "203.0.113.5", "203.0.113.4/30", "10.0.0.0/8", "192.0.2.0/24", "0.0.0.0/0",
    "198.51.100.9/32", "203.0.0.0/16", "172.16.0.0/12", "[::1]/128", "[2001:db8::]/32", "[2001:db8:bad::5]", "[::]/0",
    "[::ffff:127.0.0.0]/104",
  ]
  /// What makes a list useless at the place where it stands.
  static let brokenNetworks = [
    "203.0.113.5/24", "203.0.113.0/33", "2001:db8::1", "@DIR@/missing", "/nonexistent/file", "300.1.2.3",
    "[2001:db8::5", "10.0.0.0/8/8", "hash:@DIR@/missing", "nosuchtype:x", "1.2.3",
  ]

  /// Recipients and senders in the forms of the old relay tests.
  static let classicForms = [
    "u@victim.example", "", "u", "u%victim.example@local.test", "u%victim.example", "u%victim.example@[192.0.2.25]",
    "u%victim.example%mail.local.test@local.test", "\"u@victim.example\"", "\"u%victim.example\"",
    "\"u@victim.example\"@local.test", "\"u%victim.example\"@mail.local.test", "\"u@victim.example\"@[192.0.2.25]",
    "u@victim.example@local.test", "@local.test:u@victim.example", "@local.test,@relay.test:u@victim.example",
    "\"@local.test:u@victim.example\"@local.test", "victim.example!u", "victim.example!u@local.test",
    "victim.example!u@[192.0.2.25]", "local.test!victim.example!u", "local.test!u%victim.example",
    "\"victim.example!u\"@local.test", "u@[198.51.100.25]", "u@198.51.100.25", "u@[192.0.2.25]", "u@[127.0.0.1]",
    "u@[127.0.0.2]", "u@[IPv6:::1]", "u@localhost", "postmaster", "PostMaster", "postmaster@victim.example",
    "u@victim.example.", "u@local.test.", "u@victim.example@", "u@x.local.test", "u@victim.example (x@local.test)",
    "@victim.example", "u@", "<u@victim.example>", "u@victim.example%local.test", "\"u @victim.example\"@local.test",
    "u\\@victim.example@local.test", "u%victim.example@relay.test", "u@x.relay.test", "\u{fc}@local.test",
    "u\u{1}@victim.example", "double-bounce@local.test", "double-bounce", "u@local", "u@relay.test",
    "u..v@local.test", "\"\"@local.test", "u@-bad.example", "u@a..b", "@", "!", "%", "u@[local.test]", "a b@local.test",
    "u@12345", "\"u\"@relay.test", "U@LOCAL.TEST", "u@1.2.3",
  ]
}

// Addresses as nobody should write them: routes, quotes, literals, odd bytes, and now and then a plain one.

import Bytes
import TestSupport

struct AddressGenerator {
  var random: SeededRandom

  private static let domains = [
    "local.test", "mail.local.test", "sub.local.test", "a.test", "filed.test", "alias.test", "virtual.test",
    "relayed.test",
    "x.relayed.test", "dotted.test", "y.dotted.test", "far.example", "b.far.example", "localhost", "local",
    "gone.example",
    "never.test", "LOCAL.Test", "Relayed.TEST", "m\u{FC}nchen.example", "\u{4F8B}\u{3048}.test",
    "xn--mnchen-3ya.example", "x_y.test",
  ]
  private static let literals = [
    "[127.0.0.1]", "[192.0.2.25]", "[198.51.100.25]", "[IPv6:::1]", "[ipv6:2001:db8::25]", "[192.0.2.26]",
    "[127.0.0.2]",
    "[127.0.0.01]", "[0127.0.0.1]", "[::1]", "[IPv6:127.0.0.1]", "[local.test]", "[127.0.0.1", "[]", "[127.0.0.1] ",
    "[\\127.0.0.1]",
    "[IPv6:::ffff:127.0.0.1]", "[256.1.1.1]", "[1.2.3]", "[0.1.2.3]", "[0.0.0.0]", "[IPv6:1:2:3:4:5:6:7:8]",
    "[IPv6:1::2::3]",
  ]
  private static let badDomains = [
    "", ".", "..", "a..b", ".local.test", "local.test.", "local.test..", "-a.test", "a-.test", "192.0.2.1", "127.0.0.1",
    "1.2",
    "2001:db8::1", "a b.test", "\u{1}.test", "a/b.test", "*", "\"local.test\"", "\"far.example\"", "loc\\al.test",
    "(c)local.test",
    "local.test(c)", "127.0.0.1.", "m\u{FC}-.test", "\u{2003}.test", "\u{2603}.test", "under_score.test",
    "[1.2.3.4].local.test",
  ]
  private static let names = [
    "u", "boss", "moved", "postmaster", "MAILER-DAEMON", "user+box", "owner-list", "list-request", "double-bounce",
    "-n", "a.b",
    ".a", "a.", "a..b", "\u{FC}", "first last", "\"u v\"", "\"u@far.example\"", "\"u%far.example\"",
    "\"far.example!u\"", "\"\"",
    "\"a\\\"b\"", "u\\@v", "u\\", "(comment)", "(a(b)c\\)d)u", "u(c)", "<u", "u>", "u,v", "u:v", "u;v", "a|b", "",
    "=?x?=", "U",
  ]
  private static let pieces: [[UInt8]] =
    [
      "@", "%", "!", "\"", "\\", ".", "[", "]", "(", ")", "<", ">", ",", ":", ";", " ", "@", "%", "!", "\t", "\n", "\r",
      "|", "\u{1}",
      "\u{7F}", "u", "v", "local.test", "far.example",
    ].map { Array($0.utf8) } + [[0xFF], [0xC3], [0xE9]]

  mutating func address() -> ByteString {
    var bytes: [UInt8]
    switch random.below(20) {
    case 0...4: bytes = name() + [0x40] + domain()
    case 5...6: bytes = name() + Array(random.pick(["%", "!", "@"]).utf8) + domain()
    case 7...9:
      bytes = name() + Array(random.pick(["%", "@"]).utf8) + domain() + Array(random.pick(["%", "@"]).utf8) + domain()
    case 10...11: bytes = domain() + Array("!".utf8) + name() + Array(random.pick(["@", "%", ""]).utf8) + domain()
    case 12:
      bytes = Array("@".utf8) + domain()
      if random.chance(30) { bytes += Array(",@".utf8) + domain() }
      bytes += Array(":".utf8) + name() + Array("@".utf8) + domain()
    case 13: bytes = name()
    case 14:
      bytes =
        Array("\"".utf8) + name() + Array(random.pick(["@", "%", "!"]).utf8) + domain() + Array("\"@".utf8) + domain()
    default: bytes = (0..<(1 + random.below(9))).flatMap { _ in soup() }
    }
    for _ in 0..<[0, 0, 0, 0, 1, 1, 2][random.below(7)] {
      let place = random.below(bytes.count + 1)
      if random.chance(60) {
        bytes.insert(contentsOf: random.pick(Self.pieces), at: place)
      } else if place < bytes.count {
        bytes.remove(at: place)
      }
    }
    return ByteString(bytes)
  }

  mutating func sender() -> ByteString {
    if random.chance(30) { return .empty }
    return random.chance(20)
      ? address()
      : ByteString(random.pick(["u@far.example", "x@far.example", "boss@local.test", "u+box@far.example", "boss"]))
  }

  private mutating func name() -> [UInt8] { Array(random.pick(Self.names).utf8) }

  private mutating func domain() -> [UInt8] {
    switch random.below(10) {
    case 0...1: Array(random.pick(Self.literals).utf8)
    case 2: Array(random.pick(Self.badDomains).utf8)
    default: Array(random.pick(Self.domains).utf8)
    }
  }

  private mutating func soup() -> [UInt8] {
    switch random.below(4) {
    case 0: name()
    case 1: domain()
    default: random.pick(Self.pieces)
    }
  }
}

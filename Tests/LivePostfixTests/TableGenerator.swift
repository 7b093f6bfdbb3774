// Tables and keys by chance, made of what has a meaning in them.

import Bytes
import TestSupport

struct TableGenerator {
  enum Kind: String, CaseIterable, Sendable {
    case texthash, hash, cidr, regexp, pcre
  }

  private var random: SeededRandom

  init(seed: UInt64) { random = SeededRandom(seed: seed) }

  mutating func table(_ kind: Kind) -> [UInt8] {
    var lines: [String] = []
    for _ in 0..<(1 + random.below(14)) {
      switch kind {
      case .texthash, .hash: lines.append(keyLine())
      case .cidr: lines.append(rule { $0.network() })
      case .regexp: lines.append(rule { $0.pattern(flags: "imx", isPerl: false) })
      case .pcre: lines.append(rule { $0.pattern(flags: "imsxAEUX", isPerl: true) })
      }
    }
    var bytes = Array(lines.joined(separator: "\n").utf8)
    if random.chance(90) { bytes.append(0x0A) }
    // Now and then a byte that nobody would write.
    if random.chance(10), !bytes.isEmpty {
      bytes[random.below(bytes.count)] = random.pick([0x00, 0x0A, 0x0D, 0x20, 0x22, 0x5C, 0x7B, 0x80, 0xC3, 0xFF])
    }
    return bytes
  }

  mutating func keys(_ kind: Kind, count: Int) -> [ByteString] {
    (0..<count).map { _ in
      switch kind {
      case .cidr: ByteString(random.chance(95) ? address() : word())
      case .texthash, .hash: ByteString(key())
      case .regexp, .pcre: ByteString((0..<(1 + random.below(4))).map { _ in random.pick(Self.letters) }.joined())
      }
    }
  }

  // MARK: Key and value

  private static let words = [
    "a", "b", "A", "example.com", "Example.COM", ".example.com", "user@example.com", "\"a b\"", "\"A", "b\\ c", "ä",
    "Ä",
    "ß", "ss", "*", "@", "a:", "x=y", "#", "$1",
  ]
  private mutating func word() -> String { random.pick(Self.words) }
  private mutating func key() -> String { word() + (random.chance(15) ? word() : "") }
  private mutating func space() -> String { random.pick([" ", " ", " ", "\t", "  ", " \r", "\n ", "\n# c\n\t"]) }

  private mutating func keyLine() -> String {
    if random.chance(10) { return random.pick(["", "# comment", "  " + word(), "\t# c", word()]) }
    let value = (0..<(1 + random.below(3))).map { _ in word() }.joined(separator: space())
    return key() + space() + value + (random.chance(20) ? " " : "")
  }

  // MARK: Rules

  /// A rule, `if` or `endif` around a pattern that the closure makes.
  private mutating func rule(_ pattern: (inout TableGenerator) -> String) -> String {
    let marks = random.pick(["", "", "", "", "!", "!!", "! "])
    switch random.below(20) {
    case 0...2: return random.pick(["if ", "if ", "IF", "If\t"]) + marks + pattern(&self)
    case 3...5: return random.pick(["endif", "endif", "endif", "ENDIF", "endif x", "endif#"])
    case 6: return random.pick(["# comment", "", "word value", " joined", "if", "iffy x", "!"])
    default: return marks + pattern(&self) + space() + result()
    }
  }

  private mutating func result() -> String {
    let parts = ["x", "OK", "$1", "${1}", "$(2)", "$2", "$$", "y z", "-"]
    if random.chance(6) { return random.pick(["", "$", "${1", "$0", "$a", "${}", "$1x", "$9", "$99999999999", "$-"]) }
    return (0..<(1 + random.below(3))).map { _ in random.pick(parts) }.joined()
  }

  private mutating func address() -> String {
    if random.chance(60) {
      let parts = [["10", "192", "127", "0"], ["0", "1", "168"], ["0", "1", "2"], ["0", "1", "2", "128", "255"]]
      return parts.map { random.pick($0) }.joined(separator: ".")
    }
    return random.pick([
      "::1", "::", "2001:db8::", "2001:DB8::1", "2001:db8:0:1::", "fe80::1", "::ffff:10.0.0.1", "1:2:3:4:5:6:7:8",
      "::8:1",
      "1::", "1:2:3:4:5:6:7::", "10.0.0", "1.2.3.4::", "010.0.0.1", "::ffff:10.0.0.256", "12345::", "1:2", ":1", "",
    ])
  }

  private mutating func network() -> String {
    let net = address()
    let bits = random.pick([0, 0, 1, 8, 16, 24, 31, 32, 33, 64, 96, 127, 128, 129, 256, 264])
    switch random.below(8) {
    case 0...2: return "\(net)/\(bits)"
    case 3: return "[\(net)]/\(bits)"
    case 4: return "[\(net)/\(bits)]"
    case 5: return random.pick(["[\(net)]", "[\(net)", "\(net)/", "\(net)/x", "[\(net)]x", "\(net)/8/8"])
    default: return net
    }
  }

  // MARK: Patterns

  private static let letters = ["a", "b", "c", "A", "B", "ab", "1", "2", " ", "@", "/", "ä", "x", ".", "$"]

  private mutating func pattern(flags: String, isPerl: Bool) -> String {
    let delimiter = random.pick(["/", "/", "/", "/", "|", "#/", "%"])
    let mark = delimiter.first.map(String.init) ?? "/"
    var text = random.chance(30) ? "^" : ""
    for _ in 0..<(1 + random.below(4)) {
      text += atom(isPerl: isPerl) + random.pick(["", "", "", "*", "+", "?", "{1,2}"])
    }
    if random.chance(30) { text += "$" }
    if random.chance(5) { text += random.pick(["(", "[", "\\", "*", ")", "{", "\(mark)"]) }
    let letters = (0..<(random.chance(25) ? 1 + random.below(2) : 0)).map { _ in String(random.pick(Array(flags + "z")))
    }
    let second = !isPerl && random.chance(6) ? "!/\(random.pick(Self.letters))/" : ""
    return mark + text + mark + letters.joined() + second
  }

  private mutating func atom(isPerl: Bool) -> String {
    let common = ["a", "b", ".", "(a)", "(a|b)", "(.*)", "[ab]", "[^a]", "1", "(b(c))", "\\.", "\\/", "x", "@"]
    return random.pick(isPerl ? common + ["\\d", "\\w", "(?:a)", "(?=b)", "(?i)a", "\\s", ".*?"] : common)
  }
}

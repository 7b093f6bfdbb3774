// The indexes of match lists and cidr tables find what a search in order finds.

import Bytes
import PostfixConfig
import TestSupport
import Testing

@Suite("Indexed searches")
struct IndexedSearchTests {
  /// Few letters and numbers, so that literals, names and addresses meet often.
  private struct Words {
    var random: SeededRandom

    mutating func address() -> String {
      switch random.below(4) {
      case 0: random.pick(["::1", "fe80::1", "fe80:0::1", "::", "1:2::", "::ffff:10.0.0.1"])
      default: "\(random.pick([0, 10, 127])).\(random.below(2)).0.\(random.pick([0, 1, 2, 128]))"
      }
    }

    mutating func network() -> String {
      if random.chance(30) {
        return random.pick([
          "[::1]/128", "[fe80::]/10", "[fe80::]/64", "[::]/0", "[::]/96", "[fe80::1]/64", "[1:2::]/32",
        ])
      }
      let length = random.pick([0, 8, 15, 16, 24, 25, 31, 32, 33])
      if random.chance(15) { return "\(address())/\(length)" }
      guard let network = IPNetwork(address: ByteString("10.\(random.below(2)).0.\(random.pick([0, 1, 128]))")),
        let cut = IPNetwork(address: network.address, prefixLength: min(length, 32))?.masked
      else { return "10.0.0.0/8" }
      return "\(cut.addressText)/\(length)"
    }

    mutating func name() -> String {
      let labels = (0...random.below(3)).map { _ in random.pick(["a", "b", "c", "10", "0", ""]) }
      return random.pick(["", "", "."]) + labels.joined(separator: ".") + random.pick(["", "", "", "."])
    }

    mutating func element() -> String {
      switch random.below(20) {
      case 0...5: return name()
      case 6...11: return network()
      case 12: return "[\(address())]"
      case 13: return address()
      case 14: return random.pick(["[::1", "[1.2.3.4]x", "[::1]/129", "/8", "[]", "a/8"])
      case 15: return random.pick(["/file", "/none"])
      case 16: return random.pick(["ldap:x", "fail:x", "/hidden"])
      default:
        return random.pick([
          "inline:{a=1,.b=2}", "inline:{10.0.0.1=1}", "cidr:{{10.0.0.0/15 x},{!::/0 y}}", "regexp:{{/^[ab]/ x}}",
        ])
      }
    }

    mutating func list() -> String {
      let isPlain = random.chance(50)
      var elements: [String] = []
      while elements.count < 1 + random.below(12) {
        let element = element()
        if isPlain, element.contains(where: { $0.isLetter }), element.contains(":"), !element.hasPrefix("[") {
          continue
        }
        // What makes the whole list fatal would hide the search.
        if element.isEmpty || element.hasPrefix(":") { continue }
        elements.append((random.chance(25) ? "!" : "") + element)
      }
      return elements.joined(separator: " ")
    }
  }

  private static let sources = TableSources { path in
    switch path {
    case "/file": .bytes(Array("b.c\n10.1.0.0/16 !a\n[::1]\n".utf8))
    case "/hidden": .unreadable("permission denied")
    default: .missing
    }
  }

  private func ours(_ match: ListMatch, in list: MatchList) -> SearchInOrder.Answer {
    func position(_ element: MatchList.Element) -> Int {
      list.elements.firstIndex { $0.place == element.place && $0.text == element.text } ?? -1
    }
    switch match {
    case .matched(let element):
      #expect(!element.isNegated)
      return .decided(position: position(element))
    case .notMatched(let element?):
      #expect(element.isNegated)
      return .decided(position: position(element))
    case .notMatched(nil): return .nothing
    case .failed(_, let element): return .failed(position: element.map(position) ?? -1)
    case .cannotTell(_, let element): return .cannotTell(position: position(element))
    }
  }

  @Test("Of random lists the same element decides as in a search in order", arguments: [1, 2, 3, 4] as [UInt64])
  func lists(_ seed: UInt64) {
    var words = Words(random: SeededRandom(seed: seed))
    var kinds = (decided: 0, failed: 0, unknown: 0, nothing: 0)
    for _ in 0..<1500 {
      let list = MatchList(
        ByteString(words.list()), named: "list", of: .clients, matchesParents: words.random.chance(50),
        from: Self.sources)
      if list.fatalProblem != nil { continue }
      for _ in 0..<4 {
        let (name, address) = (ByteString(words.name()), ByteString(words.address()))
        let cases: [(ListMatch, SearchInOrder.Answer)] = [
          (list.matches(string: name), SearchInOrder.answer(of: list, string: name, name: nil, address: nil)),
          (list.matches(hostName: name), SearchInOrder.answer(of: list, string: nil, name: name, address: nil)),
          (list.matches(address: address), SearchInOrder.answer(of: list, string: nil, name: nil, address: address)),
          (
            list.matches(name: name, address: address),
            SearchInOrder.answer(of: list, string: nil, name: name, address: address)
          ),
        ]
        for (match, expected) in cases {
          let found = ours(match, in: list)
          let texts = list.elements.map { "\($0.isNegated ? "!" : "")\($0.text)" }
          #expect(found == expected, "\(texts) of \(name) and \(address), parents \(list.matchesParents)")
          switch found {
          case .decided: kinds.decided += 1
          case .failed: kinds.failed += 1
          case .cannotTell: kinds.unknown += 1
          case .nothing: kinds.nothing += 1
          }
        }
      }
    }
    #expect(kinds.decided > 2000 && kinds.failed > 500 && kinds.unknown > 200 && kinds.nothing > 1000, "\(kinds)")
  }

  @Test("Of random cidr tables the same rule decides as in a search in order", arguments: [1, 2] as [UInt64])
  func rules(_ seed: UInt64) throws {
    var words = Words(random: SeededRandom(seed: seed))
    var hits = 0
    for _ in 0..<2000 {
      let text = (0...words.random.below(15)).map { line in
        let pattern = words.random.chance(30) ? words.address() : words.network()
        return "\(words.random.chance(20) ? "!" : "")\(pattern) \(line)\n"
      }
      let table = try table("cidr:/t", files(["/t": text.joined()]))
      let entries = try #require(table.entries)
      for _ in 0..<5 {
        let key = ByteString(words.random.chance(5) ? words.name() : words.address())
        let expected = SearchInOrder.rule(of: entries, for: key).map { entries[$0] }
        let answer = table.lookup(key)
        #expect(answer == expected.map { .found($0.value, at: [$0.place]) } ?? .notFound, "\(key) in \(text)")
        if expected != nil { hits += 1 }
      }
    }
    #expect(hits > 4000)
  }

  @Test("Conditions around everything change no answer")
  func conditions() throws {
    var words = Words(random: SeededRandom(seed: 7))
    for _ in 0..<1000 {
      let rules = (0...words.random.below(8)).map { "\(words.random.chance(20) ? "!" : "")\(words.network()) \($0)\n" }
      let plain = try table("cidr:/t", files(["/t": rules.joined()]))
      let inside = try table(
        "cidr:/t", files(["/t": "if 0.0.0.0/0\n\(rules.joined())endif\nif ::/0\n\(rules.joined())endif"]))
      for _ in 0..<5 {
        let key = ByteString(words.address())
        #expect(plain.lookup(key).value == inside.lookup(key).value, "\(key) in \(rules)")
      }
    }
  }
}

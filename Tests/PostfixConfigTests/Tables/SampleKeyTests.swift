// Sample keys reach their entry, and an entry that can be reached has some.

import Bytes
import PostfixConfig
import TestSupport
import Testing

@Suite("Sample keys of tables")
struct SampleKeyTests {
  private func samples(_ name: String, _ text: String, wanting groups: [ByteString] = []) throws -> [[ByteString]] {
    let table = try table("\(name):/t", files(["/t": text]))
    return try #require(table.entries).map { entry in
      let keys = table.sampleKeys(of: entry, wanting: groups)
      for key in keys {
        guard case .found(_, let places) = table.lookup(key) else { Issue.record("\(key) is not found"); continue }
        #expect(places == [entry.place], "\(key)")
      }
      return keys
    }
  }

  @Test("A table with fixed keys gives the key, unless another entry hides it")
  func fixedKeys() throws {
    #expect(try samples("hash", "A.example 1\nb 2\na.example 3\n") == [["A.example", "a.example"], ["b"], []])
    #expect(try samples("texthash", "user@ 1\n") == [["user@"]])
    let table = try table("hash:/t", files(["/t": "Example.COM x\n"]), options: .matchList)
    #expect(table.sampleKeys(of: try #require(table.entries?.first)) == ["example.com"])
  }

  @Test("Tables for any key give some, the wanted first; tables of tables give those of the inner one")
  func otherTables() throws {
    for name in ["static:OK", "proxy:static:OK"] {
      let table = try table(name)
      #expect(table.sampleKeys(of: try #require(table.entries?.first), wanting: ["x"]).first == "x")
    }
    let proxy = try table("proxy:inline:{a=b}")
    #expect(proxy.sampleKeys(of: try #require(proxy.entries?.first)) == ["a"])
  }

  @Test("A network gives addresses that no earlier rule takes")
  func networks() throws {
    let rules = """
      192.0.2.0/25 a
      192.0.2.192/26 b
      192.0.2.0/24 c
      192.0.2.128/26 hidden
      !10.0.0.0/8 d
      10.0.0.0/8 e
      2001:db8::/32 f
      ::/0 g
      0.0.0.0/0 hidden
      """
    let found = try samples("cidr", rules)
    #expect(found.map(\.isEmpty) == [false, false, false, true, false, false, false, false, true])
    #expect(found[0].contains("192.0.2.1") && found[2] == ["192.0.2.128"])
  }

  @Test("Of random networks every one that is not hidden gives an address")
  func allNetworks() throws {
    var random = SeededRandom(seed: 11)
    for _ in 0..<300 {
      let rules = (0..<(1 + random.below(12))).map { line in
        let length = 24 + random.below(9)
        let host = random.below(256) & ~((1 << (32 - length)) - 1)
        let network = random.chance(10) ? "192.0.2.0/24" : "192.0.2.\(host)/\(length)"
        if random.chance(15) { return "if \(random.chance(30) ? "!" : "")\(network)\n" }
        if random.chance(15) { return "endif\n" }
        return "\(random.chance(20) ? "!" : "")\(network) \(line)\n"
      }
      let table = try table("cidr:/t", files(["/t": rules.joined()]))
      // The network of documentation and the edges of its neighbours: nowhere else do the rules differ.
      let addresses = (0...255).map { ByteString("192.0.2.\($0)") } + ["192.0.1.255", "192.0.3.0", "10.1.2.3"]
      let reachable = Set(addresses.compactMap { table.lookup($0).value })
      for entry in try #require(table.entries) {
        let keys = table.sampleKeys(of: entry)
        #expect(keys.isEmpty == !reachable.contains(entry.value), "\(entry.key) \(entry.value) in \(rules)")
      }
    }
  }

  @Test("A rule gives keys that meet its conditions and that no earlier rule takes")
  func patterns() throws {
    let rules = """
      /^postmaster@/ a
      if /@example\\.(com|org)$/
      /^(abuse|postmaster)@/ b
      if !/^a/
      /^[a-c][0-9]+@/ c
      !/^user/ d
      endif
      endif
      /^[^@]+$/ e
      /[[:digit:]]@/!/example/ f
      !/@host\\.example$/ g
      /./ h
      /^x/ hidden
      """
    let found = try samples("regexp", rules)
    #expect(found.map(\.isEmpty) == [false, false, false, false, false, false, false, false, true])
    #expect(found[1].contains("abuse@example.com"))
  }

  @Test("Groups have the texts that are wanted")
  func wanted() throws {
    for type in ["regexp", "pcre"] {
      let found = try samples(
        type, "/^(.+)=(.+)@local\\.test$/ $1@$2\n", wanting: ["victim", "victim.example"])
      #expect(found.first?.first == "victim=victim.example@local.test")
    }
  }

  @Test("Rules that nobody can reach, and patterns that are refused, give nothing")
  func nothing() throws {
    #expect(try samples("pcre", "/a(?!.)b/ x\n") == [[]])
    #expect(try samples("regexp", "/((a{1,999}){1,999}){1,999}/ 2\n") == [[]])
    #expect(try samples("regexp", "if /^a/\nif !/a/\n/b/ x\nendif\nendif\n") == [[]])
  }
}

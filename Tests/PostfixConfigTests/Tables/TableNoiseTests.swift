// Whatever a table source holds, reading it and asking it ends well.

import Bytes
import PostfixConfig
import TestSupport
import Testing

@Suite("Tables: noise")
struct TableNoiseTests {
  private static let pieces: [[UInt8]] = [
    "/", "!", "if", "endif", "{", "}", "[", "]", "$1", "${", "$(", "\\", "\"", ":", ",", "#", " ", "\n", "\t", "(", ")",
    "*",
    "10.0.0.0/8", "::1", "/24", "99999999999999999999", "a", "inline:", "pipemap:", "unionmap:", "cidr:", "@/x", "=",
  ].map { Array($0.utf8) }

  private func noise(_ random: inout SeededRandom) -> [UInt8] {
    (0..<random.below(40)).flatMap { _ in
      random.chance(70) ? random.pick(Self.pieces) : [UInt8(truncatingIfNeeded: random.next())]
    }
  }

  @Test("Random bytes are read as every type of table", arguments: [UInt64](1...4))
  func sources(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    for _ in 0..<1500 {
      let bytes = noise(&random)
      let key = ByteString(noise(&random))
      for type in ["texthash", "hash", "cidr", "regexp", "pcre"] {
        var options = TableOptions()
        options.usesUTF8 = random.chance(50)
        options.grammar = random.chance(50) ? .aliases : .keyAndValue
        let name = try TableName(ByteString("\(type):/table"))
        let table = LookupTable(name, from: TableSources { _ in .bytes(bytes) }, options: options)
        _ = table.lookup(key)
        for problem in table.problems {
          if let position = problem.place?.position { #expect(position.offset <= bytes.count && position.line > 0) }
        }
      }
    }
  }

  @Test("Random bytes are read as table names and lists", arguments: [UInt64](1...4))
  func names(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    for _ in 0..<1500 {
      let file = noise(&random)
      let sources = TableSources { _ in .bytes(file) }
      let (value, key) = (ByteString(noise(&random)), ByteString(noise(&random)))
      for type in ["", "static:", "inline:{", "cidr:{", "regexp:{{", "pipemap:{", "unionmap:{", "randmap:{"] {
        if let name = try? TableName(ByteString(type) + value) { _ = LookupTable(name, from: sources).lookup(key) }
      }
      let list = MatchList(value, named: "list", of: .clients, from: sources)
      _ = (list.matches(name: key, address: key), list.matches(string: key))
      _ = MapList(value, named: "maps", from: sources).lookup(key)
    }
  }

  @Test("Tables in tables are bounded")
  func nesting() throws {
    let text = String(repeating: "unionmap:{", count: 5000) + "static:x" + String(repeating: "}", count: 5000)
    guard case .cannotTell = LookupTable(try TableName(ByteString(text)), from: .none).lookup("a") else {
      Issue.record("the nesting has no bound")
      return
    }
  }
}

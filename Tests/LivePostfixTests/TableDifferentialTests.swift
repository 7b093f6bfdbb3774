// What we find in a table is what the installed postmap(1) finds: generated tables and keys through both.

import Bytes
import PostfixConfig
import SystemAccess
import TestSupport
import Testing

@Suite("Differential: postmap")
struct TableDifferentialTests {
  static let tables = Int(Host.environment("POSTKEEP_TABLES") ?? "") ?? 300
  static let seed = UInt64(Host.environment("POSTKEEP_SEED") ?? "") ?? 20_261_126

  @Test("Generated tables answer as postmap answers", arguments: TableGenerator.Kind.allCases)
  func generatedTables(_ kind: TableGenerator.Kind) throws {
    let directory = try PrivateDirectory()
    try directory.write("compatibility_level = 3.6\n", to: "main.cf")
    var generator = TableGenerator(seed: Self.seed)
    var found = 0
    for _ in 0..<Self.tables / TableGenerator.Kind.allCases.count {
      let bytes = generator.table(kind)
      let keys = generator.keys(kind, count: 20)
      try directory.write(bytes, to: "table")
      let name = "\(kind.rawValue):\(directory.path)/table"
      let warnings = kind == .hash ? try RealPostmap.compile(name, with: "postmap", in: directory) : []
      let real = try RealPostmap.query(name, keys: keys, in: directory)
      let table = LookupTable(
        try TableName(ByteString(name)), from: TableSources { _ in .bytes(bytes) }, options: .postmap)
      let shown = "\(kind.rawValue) table:\n\(ByteString(bytes))"
      if real.failure != nil {
        // postmap ends at the first lookup that fails: a value that is not UTF-8.
        #expect(keys.contains { if case .failed = table.lookup($0) { true } else { false } }, "\(shown)")
        continue
      }
      for (key, answer) in zip(keys, real.answers) {
        let ours = table.lookup(key)
        #expect(ours.value == answer, "\(key.description.debugDescription): \(ours) in \(shown)")
        if answer != nil { found += 1 }
      }
      if table.problems.isEmpty { #expect(lineWarnings(warnings + real.warnings) == 0, "\(shown)") }
    }
    #expect(found > Self.tables / 10, "too few keys were found to prove anything")
  }

  @Test(
    "Sample keys of generated tables have the answer of their entry from postmap, too",
    arguments: TableGenerator.Kind.allCases)
  func sampleKeys(_ kind: TableGenerator.Kind) throws {
    let directory = try PrivateDirectory()
    try directory.write("compatibility_level = 3.6\n", to: "main.cf")
    var generator = TableGenerator(seed: Self.seed &+ 1)
    var proved = 0
    for _ in 0..<Self.tables / TableGenerator.Kind.allCases.count {
      let bytes = generator.table(kind)
      try directory.write(bytes, to: "table")
      let name = "\(kind.rawValue):\(directory.path)/table"
      let table = LookupTable(
        try TableName(ByteString(name)), from: TableSources { _ in .bytes(bytes) }, options: .postmap)
      let entries = table.entries ?? []
      // postmap reads keys line by line.
      let keys = entries.flatMap { table.sampleKeys(of: $0) }.filter { !$0.isEmpty && !$0.bytes.contains(0x0A) }
      if keys.isEmpty { continue }
      if kind == .hash { _ = try RealPostmap.compile(name, with: "postmap", in: directory) }
      let real = try RealPostmap.query(name, keys: keys, in: directory)
      #expect(real.failure == nil)
      for (key, answer) in zip(keys, real.answers) {
        #expect(
          answer != nil && answer == table.lookup(key).value, "\(key) in \(kind.rawValue) table:\n\(ByteString(bytes))")
        proved += 1
      }
    }
    #expect(proved > Self.tables / 5, "too few keys to prove anything")
  }

  /// Complaints about lines; others are about lookups.
  private func lineWarnings(_ warnings: [String]) -> Int {
    warnings.count { $0.contains(", line ") && !$0.contains("match limit") }
  }

  @Test("Case is folded as Postfix folds it, for every character")
  func folding() throws {
    let directory = try PrivateDirectory()
    try directory.write("compatibility_level = 3.6\n", to: "main.cf")
    // The two Unicode libraries know different versions of the standard.
    func isOld(_ scalar: Unicode.Scalar) -> Bool { scalar.properties.age.map { $0 <= (14, 0) } ?? false }
    let scalars = (UInt32(0xA0)...0x1_FFFF).compactMap(Unicode.Scalar.init).filter(isOld)
    let lines = scalars.map { "<\($0)> \(String($0.value, radix: 16))" }
    let bytes = Array(lines.joined(separator: "\n").utf8)
    try directory.write(bytes, to: "table")
    let keys = scalars.flatMap { scalar in
      [scalar.properties.lowercaseMapping, scalar.properties.uppercaseMapping, String(scalar)]
        .filter { $0.unicodeScalars.allSatisfy(isOld) }.map { ByteString("<\($0)>") }
    }
    let name = "texthash:\(directory.path)/table"
    let real = try RealPostmap.query(name, keys: keys, in: directory)
    let table = LookupTable(
      try TableName(ByteString(name)), from: TableSources { _ in .bytes(bytes) }, options: .postmap)
    let different = zip(keys, real.answers).filter { table.lookup($0).value != $1 }
    #expect(different.isEmpty, "\(different.count) of \(keys.count), first \(different.prefix(5))")
  }
}

// Makes the compiled tables anew whose sources a restore has put in place. Postfix would go on with the old ones.
//
// A table is made if its source belongs to the configuration that came back, and is newer than the compiled form or has none.
// So a resumption makes what an interrupted run has not made.

import Bytes
import ConfigurationDirectory
import PostfixConfig
import SystemAccess

struct TableMaking {
  /// A command that failed.
  struct Failed {
    let table: String
    let command: String
    let why: String
  }

  /// Commands that did their work.
  private(set) var made: [String] = []
  private(set) var failed: [Failed] = []

  /// - Parameters:
  ///   - directories: of the instances of Postfix.
  ///   - sources: where the files lie that came back, behind all links.
  mutating func make(for directories: [String], from sources: Set<String>) {
    let sources = Set(sources.map { FileReading.resolved($0) ?? $0 })
    var known: Set<String> = []
    for directory in directories {
      guard let placed = try? PlacedConfiguration(directory) else { continue }
      var reader = ReferenceReader(placed.configuration, files: ServerFiles(root: ""), adding: FileReferences())
      reader.read()
      for table in Self.sorted(reader.indexedTables) {
        guard let source = FileReading.resolved(table.path), sources.contains(source), Self.isStale(table) else {
          continue
        }
        // hash and btree tables have the same compiled file.
        guard known.insert(Self.compiled(table)).inserted else { continue }
        make(table, directory)
      }
    }
  }

  /// Aliases first: what postmap(1) makes of them is of no use for aliases.
  private static func sorted(_ tables: Set<IndexedTable>) -> [IndexedTable] {
    tables.sorted { ($0.maker.rawValue, $0.name) < ($1.maker.rawValue, $1.name) }
  }

  private static func compiled(_ table: IndexedTable) -> String {
    table.path + (CompiledTables.suffixes(of: table.type).first ?? "")
  }

  private static func isStale(_ table: IndexedTable) -> Bool {
    guard let source = FileReading.status(of: table.path) else { return false }
    return CompiledTables.suffixes(of: table.type).contains { suffix in
      FileReading.status(of: table.path + suffix).map { $0.modified < source.modified } ?? true
    }
  }

  private mutating func make(_ table: IndexedTable, _ directory: String) {
    let words = table.maker.words + ["-c", directory, table.name]
    let command = words.joined(separator: " ")
    do throws(SystemError) {
      let result = try Subprocess.run(words[0], Array(words.dropFirst()))
      if result.status == 0 {
        made.append(command)
      } else {
        failed.append(
          Failed(table: table.name, command: command, why: result.lastErrorLine.map(String.init) ?? "it failed"))
      }
    } catch {
      failed.append(Failed(table: table.name, command: command, why: "\(error)"))
    }
  }
}

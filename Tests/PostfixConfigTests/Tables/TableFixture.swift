// Tables and keys with what the real postmap(1) answers: Fixtures/tables, recorded anew with POSTKEEP_RECORD=1.
//
// A folder holds `case` (the table's name, where @ stands for the folder, and how it is compiled), the source
// files, `keys` (one in a line) and `answers`: the same lines, each with "<TAB>value" if the key was found, or one line
// "! why" for a table that fails. `warnings` has what Postfix complained about.

import Bytes
import PostfixConfig
import SystemAccess
import TestSupport
import Testing

struct TableFixture: CustomTestStringConvertible, Sendable {
  let name: String
  /// What `case` says, by the word before the colon.
  let settings: [String: String]

  var testDescription: String { name }
  static let folder = "Fixtures/tables"

  static let all: [TableFixture] = {
    do {
      let names = try FileReading.names(inDirectory: "\(Repository.root)/\(folder)")
      let fixtures = try names.map { name in
        let lines = try Repository.text("\(folder)/\(name)/case").split(separator: "\n")
        let pairs = lines.map { line in
          (String(line.prefix { $0 != ":" }), String(line.drop { $0 != ":" }.dropFirst(2)))
        }
        return TableFixture(name: name, settings: Dictionary(uniqueKeysWithValues: pairs))
      }
      if Host.environment("POSTKEEP_RECORD") != nil { try fixtures.forEach { try $0.record() } }
      return fixtures
    } catch {
      Issue.record(error)
      return []
    }
  }()

  private func path(_ file: String) -> String { "\(Repository.root)/\(Self.folder)/\(name)/\(file)" }
  private func bytes(_ file: String) throws -> [UInt8] { try FileReading.contents(of: path(file)) }

  var keys: [ByteString] { get throws { lines(try bytes("keys")) } }
  var recordedAnswers: [ByteString] { get throws { lines(try bytes("answers")) } }
  var recordedWarnings: [String] {
    get throws { lines(try bytes("warnings")).map(\.description) }
  }

  private func lines(_ bytes: [UInt8]) -> [ByteString] {
    bytes.split(separator: 0x0A, omittingEmptySubsequences: false).dropLast().map { ByteString($0) }
  }

  // MARK: Ours

  var table: LookupTable {
    get throws {
      var options = TableOptions.postmap
      options.usesUTF8 = settings["main"] != "smtputf8_enable = no"
      options.grammar = settings["build"] == "postalias" ? .aliases : .keyAndValue
      let sources = TableSources { [self] path in
        guard path.hasPrefix("@/"), let bytes = try? bytes(String(path.description.dropFirst(2))) else {
          return .missing
        }
        return .bytes(bytes)
      }
      return LookupTable(try TableName(ByteString(settings["table"] ?? "")), from: sources, options: options)
    }
  }

  // MARK: Recording

  private func record() throws {
    let directory = try PrivateDirectory()
    try directory.write("compatibility_level = 3.6\n\(settings["main"] ?? "")\n", to: "main.cf")
    for file in try FileReading.names(inDirectory: path("")) { try directory.write(try bytes(file), to: file) }
    let table = (settings["table"] ?? "").replacing("@", with: directory.path)
    var warnings: [String] = []
    if let program = settings["build"] { warnings += try RealPostmap.compile(table, with: program, in: directory) }
    let real = try RealPostmap.query(table, keys: try keys, in: directory)
    warnings += real.warnings
    var answers: [UInt8] = []
    if let failure = real.failure {
      answers = Array("! \(failure.replacing(directory.path, with: "@"))\n".utf8)
    } else {
      for (key, answer) in zip(try keys, real.answers) {
        answers += key.bytes + (answer.map { [0x09] + $0.bytes } ?? []) + [0x0A]
      }
    }
    try FileWriting.write(answers, to: path("answers"))
    let shown = warnings.map { $0.replacing(directory.path, with: "@") + "\n" }.joined()
    try FileWriting.write(Array(shown.utf8), to: path("warnings"))
  }
}

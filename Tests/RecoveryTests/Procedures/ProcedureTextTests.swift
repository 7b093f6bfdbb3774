// Procedures as they are read: on a terminal, as Markdown, as JSON.

import Bytes
import JSONText
import TestSupport
import Testing

@testable import Recovery

@Suite("Procedures: texts")
struct ProcedureTextTests {
  private let book: ProcedureBook
  init() throws { book = try ProcedureBook(site: nil) }

  @Test("A procedure on paper")
  func text() throws {
    try Golden.expect(ProcedureText.text(book.procedure(named: "repair"), width: 78), "procedure-repair.txt")
  }

  @Test("The list tells what each one is for")
  func list() throws {
    try Golden.expect(ProcedureText.list(book), "procedures.txt")
  }

  @Test("Prose keeps to the width; commands are printed as they are typed")
  func width() throws {
    for procedure in book.procedures {
      let commands = procedure.steps.flatMap { ProcedureProse($0.byHand).blocks + ProcedureProse($0.back).blocks }
        .flatMap { if case .commands(let lines) = $0 { lines } else { [String]() } }
      for line in ProcedureText.text(procedure, width: 60).split(separator: "\n")
      where PrintableText.width(String(line)) > 60 {
        let isUnbroken = commands.contains { line.hasSuffix($0) } || line.contains("`")
        #expect(isUnbroken, "\(line)")
      }
    }
  }

  /// An edit once made "root        STANDBY" of "root@STANDBY": the shell takes that for a host and a command.
  @Test("No command has a gap, where something was lost from it")
  func gaps() throws {
    for procedure in book.procedures {
      for step in procedure.steps {
        for case .commands(let lines) in ProcedureProse(step.byHand).blocks + ProcedureProse(step.back).blocks {
          for line in lines.map({ $0.drop { $0 == " " } }) {
            #expect(!line.contains("   ") || line.contains("   #"), "\(procedure.name), \(step.name): \(line)")
            if line.contains("ssh ") { #expect(line.contains("ssh root@STANDBY "), "\(procedure.name): \(line)") }
          }
        }
      }
    }
  }

  @Test("JSON is as its schema says, with commands of the site")
  func json() throws {
    let schema = try JSONSchema(file: "postkeep.restore.procedure-1.schema.json")
    let commands = SiteStep(check: ["a"], run: ["b", "c d"])
    let step = ProcedureStep(
      name: "x", title: "t", why: "w", byHand: "h", doneWhen: "d", verified: "v", back: "b", action: .commands(commands)
    )
    let own = Procedure(name: "own", title: "t", when: "w", needs: [], willNot: [], steps: [step])
    for procedure in book.procedures + [own] {
      let json = try JSONReader().read(ProcedureText.json(procedure))
      #expect(schema.problems(of: json) == [], "\(procedure.name)")
      #expect(json["steps"]?.elements?.compactMap { $0["name"]?.text } == procedure.steps.map(\.name))
    }
    let written = try JSONReader().read(ProcedureText.json(own))["steps"]?.elements?.first?["commands"]
    #expect(written?["run"]?.elements?.compactMap(\.text) == ["b", "c d"])
    let choices = try JSONReader().read(
      Array(Repository.text("docs/schemas/postkeep.restore.procedure-1.schema.json").utf8))
    let actions = choices["$defs"]?["step"]?["properties"]?["action"]?["enum"]?.elements?.compactMap(\.text) ?? []
    #expect(Set(actions) == Set(BuiltInStep.allCases.map(\.rawValue) + ["by-operator", "commands"]))
  }
}

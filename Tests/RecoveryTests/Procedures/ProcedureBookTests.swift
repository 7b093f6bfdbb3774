// The procedures that the program carries are complete, and a site's own steps find their places or an error.

import Glibc
import SystemAccess
import TestSupport
import Testing

@testable import Recovery

@Suite("Procedures: the book")
struct ProcedureBookTests {
  private let shipped: ProcedureBook
  init() throws { shipped = try ProcedureBook(site: nil) }

  @Test("The shipped procedures come in the order of need, each with the steps that it is known for")
  func steps() throws {
    #expect(
      shipped.procedures.map(\.name)
        == ["same-host", "new-host", "selected", "merge", "configuration", "repair", "transfer"])
    func names(_ procedure: String) throws -> String {
      try shipped.procedure(named: procedure).steps.map(\.name).joined(separator: " ")
    }
    #expect(
      try names("same-host")
        == "verify-snapshot make-queue-directories check-target place-messages check-queue start-postfix release")
    #expect(try names("new-host") == "install-postfix " + names("same-host"))
    #expect(
      try names("configuration")
        == "verify-snapshot extract-configuration audit-configuration install-configuration reload")
    #expect(try names("repair") == "stop-postfix repair-owners repair-names check-queue start-postfix")
    #expect(try names("transfer") == "take-out hand-over accept settle release")
    #expect(try !names("merge").contains("postfix"), "Postfix keeps running")
    #expect(try !names("selected").contains("postfix"), "Postfix keeps running")
  }

  @Test("Every step says why, how by hand, when it is done, what proves it, and the way back")
  func texts() {
    for procedure in shipped.procedures {
      #expect(![procedure.title, procedure.when].contains(""), "\(procedure.name)")
      #expect(!procedure.needs.isEmpty && !procedure.willNot.isEmpty, "\(procedure.name)")
      #expect(Set(procedure.steps.map(\.name)).count == procedure.steps.count)
      for step in procedure.steps {
        let texts = [step.title, step.why, step.byHand, step.doneWhen, step.verified, step.back]
        #expect(!texts.contains(""), "\(procedure.name): \(step.name)")
        let hasCommands = ProcedureProse(step.byHand).blocks.contains { if case .commands = $0 { true } else { false } }
        #expect(hasCommands, "\(procedure.name): \(step.name): nobody can follow it by hand")
      }
    }
  }

  @Test("All that Postkeep can do for a procedure is used by one", arguments: BuiltInStep.allCases)
  func builtIn(step: BuiltInStep) {
    #expect(shipped.procedures.contains { $0.steps.contains { $0.action == .builtIn(step) } })
  }

  @Test("Commands and words of a text are told apart")
  func prose() {
    let prose = ProcedureProse("One\ntwo:\n\n    a\n\n      b\n\nThen:\n\n- point\n  goes on\n- next\n")
    #expect(
      prose.blocks == [
        .paragraph("One two:"), .commands(["a", "", "  b"]), .paragraph("Then:"), .points(["point goes on", "next"]),
      ])
    #expect(ProcedureProse.wrapped("run `a b - c` now", width: 8) == ["run", "`a b - c`", "now"])
  }

  @Test("The shell understands every command that is printed", .enabled(if: FileReading.exists("/bin/bash")))
  func shell() throws {
    for procedure in shipped.procedures {
      for step in procedure.steps {
        for text in [step.byHand, step.back] {
          for case .commands(let lines) in ProcedureProse(text).blocks {
            let run = try Subprocess.run("bash", ["-n", "-c", lines.joined(separator: "\n")])
            let complaint = String(decoding: run.errors, as: UTF8.self)
            #expect(run.status == 0, "\(procedure.name): \(step.name): \(complaint)")
          }
        }
      }
    }
  }

  @Test("A mistyped procedure is answered with the one that was meant")
  func mistyped() {
    #expect {
      _ = try shipped.procedure(named: "same-hosts")
    } throws: { error in
      "\(error)" == """
        there is no procedure "same-hosts"
          Did you mean same-host? All are shown by: postkeep restore list
        """
    }
  }
}

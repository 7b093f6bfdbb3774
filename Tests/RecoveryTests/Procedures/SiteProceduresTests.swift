// What a site adds to the procedures: steps in their places, procedures of its own, and files that are refused.

import Glibc
import SystemAccess
import TestSupport
import Testing

@testable import Recovery

private struct Site {
  let directory: PrivateDirectory

  init(_ files: [String: String]) throws {
    directory = try PrivateDirectory()
    for (name, text) in files {
      try directory.write(text, to: name)
      chmod("\(directory.path)/\(name)", 0o644)
    }
  }

  func book() throws -> ProcedureBook { try ProcedureBook(site: directory.path) }

  /// What the user is told, without the directory.
  func complaint() -> String? {
    do {
      _ = try book()
      return nil
    } catch {
      return "\(error)".replacing("\(directory.path)/", with: "")
    }
  }

  static func step(_ name: String, _ place: String, more: String = "run: [/bin/true]") -> String {
    """
    procedure: same-host
    \(place)
    step:
      name: \(name)
      title: A step
      why: Because.
      by_hand: Do it.
      \(more)

    """
  }
}

@Suite("Procedures: the site's own")
struct SiteProceduresTests {
  @Test("Without a directory there is nothing to add")
  func none() throws {
    #expect(try Site([:]).book().procedures.count == 7)
  }

  @Test("Added steps stand where they belong, those behind one step in the order of their files")
  func places() throws {
    let site = try Site([
      "10.yaml": Site.step("first", "after: start-postfix"), "20.yaml": Site.step("second", "after: start-postfix"),
      "30.yaml": Site.step("before", "before: start-postfix"), "40.yaml": Site.step("between", "after: first"),
      "notes.txt": "not read",
    ])
    let names = try site.book().procedure(named: "same-host").steps.map(\.name)
    #expect(
      names.drop { $0 != "check-queue" }
        == ["check-queue", "before", "start-postfix", "first", "between", "second", "release"])
  }

  @Test("Commands stay lists of words, and tell in words what nobody wrote")
  func commands() throws {
    let site = try Site([
      "a.yaml": Site.step(
        "drain", "before: check-target",
        more: "check: [test, -e, /run/a b]\n  run: [ctl, drain]\n  back: [ctl, undrain]\n  verified: It is quiet.")
    ])
    let step = try #require(try site.book().procedure(named: "same-host").step(named: "drain"))
    #expect(
      step.action
        == .commands(SiteStep(check: ["test", "-e", "/run/a b"], run: ["ctl", "drain"], back: ["ctl", "undrain"])))
    #expect(step.doneWhen == "`test -e '/run/a b'` ends with status 0.")
    #expect(step.verified == "It is quiet.")
    #expect(step.back == "Run `ctl undrain`.")
  }

  @Test("A procedure of the site takes over steps, changes their words, and takes further steps itself")
  func ownProcedure() throws {
    let site = try Site([
      "rehearsal.yaml": """
      name: rehearsal
      title: On Mondays
      when: On Mondays.
      steps:
        - verify-snapshot
        - name: check-queue
          why: For practice.
      """,
      "more.yaml": Site.step(
        "coffee", "after: check-queue", more: "action: by-operator\n  done_when: a\n  verified: b\n  way_back: c"
      )
      .replacing("procedure: same-host", with: "procedure: rehearsal"),
    ])
    let procedure = try site.book().procedure(named: "rehearsal")
    #expect(procedure.steps.map(\.action) == [.builtIn(.verifySnapshot), .builtIn(.checkQueue), .byOperator])
    #expect(procedure.step(named: "check-queue")?.why == "For practice.")
    #expect(procedure.step(named: "check-queue")?.byHand.contains("postsuper -s") == true)
  }

  static let wrongFiles: [(file: String, complaint: String)] = [
    (
      Site.step("a", "after: release", more: "runs: [/bin/true]"),
      "8:3: the key \"runs\" is unknown: did you mean \"run\"?"
    ),
    (Site.step("a", "afer: release"), "2:1: the key \"afer\" is unknown: did you mean \"after\"?"),
    (Site.step("a", "before: release\nafter: release"), "1:1: an added step has one place: before a step or after one"),
    (
      Site.step("a", "after: place-mesages"),
      "2:8: same-host has no step \"place-mesages\"; did you mean \"place-messages\"?"
    ),
    (
      Site.step("a", "after: release").replacing("same-host", with: "same-hots"),
      "1:12: there is no procedure \"same-hots\"; did you mean \"same-host\"?"
    ),
    (
      Site.step("release", "after: check-queue"),
      "4:3: same-host has a step \"release\" already; give this one another name"
    ),
    (
      Site.step("a", "after: release", more: "run: reboot"),
      "8:8: a command is a list of words, such as [systemctl, start, dovecot]: it is run without a shell"
    ),
    (
      Site.step("a", "after: release", more: "action: check-quene\n  done_when: a\n  verified: b\n  way_back: c"),
      "8:11: \"check-quene\" is no action; did you mean \"check-queue\"?"
    ),
    (
      Site.step("A b", "after: release"),
      "4:9: a name is up to 64 small letters, digits and hyphens, such as place-messages"
    ),
    (
      "name: same-host\ntitle: a\nwhen: b\nsteps: [release]\n",
      " Postkeep has a procedure \"same-host\" of its own; to add a step to it, say \"procedure: same-host\", and "
        + "\"before\" or \"after\""
    ),
    (
      "name: x\ntitle: a\nwhen: b\nsteps: [releese]\n",
      "4:9: there is no step \"releese\" to take over; did you mean \"release\"?"
    ),
  ]

  @Test("What is wrong in a file is told with its place", arguments: wrongFiles)
  func defects(file: String, complaint: String) throws {
    let expected =
      "a.yaml:\(complaint)\n  Repair the file, or move it away. postkeep-restore(7) tells what may stand in it."
    #expect(try Site(["a.yaml": file]).complaint() == expected)
  }

  @Test("A file that others could have written is not trusted")
  func writable() throws {
    let advice =
      "\n  Steps of the site are run as root: they come from files that belong to root and that only root may write "
      + "(chown root, chmod go-w), in a directory that is so, too."
    let site = try Site(["a.yaml": Site.step("a", "after: release")])
    let path = "\(site.directory.path)/a.yaml"
    chmod(path, 0o664)
    #expect(site.complaint() == "cannot trust a.yaml: its group may write it" + advice)
    chmod(path, 0o646)
    #expect(site.complaint() == "cannot trust a.yaml: everybody may write it" + advice)
    chmod(path, 0o644)
    #expect(site.complaint() == nil)
    chmod(site.directory.path, 0o777)
    #expect(site.complaint() == "cannot trust \(site.directory.path): everybody may write it" + advice)
  }

  @Test("A file that belongs to somebody else is not trusted", .enabled(if: geteuid() == 0))
  func owner() throws {
    let site = try Site(["a.yaml": Site.step("a", "after: release")])
    chown("\(site.directory.path)/a.yaml", 54321, 0)
    #expect(site.complaint()?.hasPrefix("cannot trust a.yaml: it belongs to user 54321, not to root\n") == true)
  }

  @Test("Only the usual directory of a site's procedures need not be there")
  func missingDirectory() throws {
    let answer = try BuiltProgram.run("restore", "list", "--procedures", "/nowhere")
    #expect(answer.status == 66 && answer.errors.contains("name their place with --procedures"), "\(answer)")
    #expect(try BuiltProgram.run("restore", "list").status == 0)
  }
}

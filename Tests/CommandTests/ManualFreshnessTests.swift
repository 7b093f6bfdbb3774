// The man pages and completions in man/ are those of the commands and of docs/ as they are now.

import Glibc
import JSONText
import SystemAccess
import TestSupport
import Testing

/// What `make man` would write now, made by the programs that were built with these tests.
private struct FreshManual {
  let directory: PrivateDirectory
  /// Names of files below man/ with their contents.
  let files: [String: String]
  /// docs/restore-procedures.md.
  let procedures: String

  init() throws {
    directory = try PrivateDirectory()
    func output(_ arguments: String...) throws -> String {
      let answer = try BuiltProgram.run(arguments)
      guard answer.status == 0 else { throw TestFailure("postkeep \(arguments) ended with \(answer.status)") }
      return answer.output
    }
    let dump = try output("--experimental-dump-help")
    try directory.write(dump, to: "commands.json")
    procedures =
      "# Restore procedures\n\n"
      + (try output("restore", "show", "--all", "--format", "markdown", "--procedures", directory.path))
    let version = String(try output("--version").prefix { $0 != "\n" })
    let run = try Subprocess.run(
      "\(Repository.root)/.build/debug/manual",
      ["\(Repository.root)/docs", "\(directory.path)/commands.json", version, directory.path])
    guard run.status == 0 else { throw TestFailure(String(decoding: run.errors, as: UTF8.self)) }
    var files: [String: String] = [:]
    for name in try FileReading.names(inDirectory: directory.path) {
      files[name] = String(decoding: try FileReading.contents(of: "\(directory.path)/\(name)"), as: UTF8.self)
    }
    for (shell, name) in [("bash", "postkeep.bash"), ("zsh", "_postkeep"), ("fish", "postkeep.fish")] {
      files["completions/\(name)"] = try output("--generate-completion-script", shell)
    }
    self.files = files
  }
}

@Suite("Manual")
struct ManualFreshnessTests {
  private static let fresh = Result { try FreshManual() }

  @Test("man/ holds what the commands and docs/ say now")
  func isFresh() throws {
    let fresh = try Self.fresh.get().files
    let kept = try Repository.files(below: "man")
    for name in kept where fresh[name] == nil { Issue.record("man/\(name) belongs to no command: run `make man`") }
    for (name, text) in fresh.sorted(by: { $0.key < $1.key }) {
      guard kept.contains(name) else {
        Issue.record("man/\(name) is missing: run `make man`")
        continue
      }
      let old = try Repository.text("man/\(name)")
      guard old != text else { continue }
      let lines = (old.split(separator: "\n"), text.split(separator: "\n"))
      let changed = zip(lines.0, lines.1).enumerated().first { $0.element.0 != $0.element.1 }
      let place = changed.map { "line \($0.offset + 1): \"\($0.element.0)\" is now \"\($0.element.1)\"" }
      Issue.record("man/\(name) is out of date: run `make man`; \(place ?? "its length changed")")
    }
  }

  @Test("docs/restore-procedures.md has the procedures as they are now")
  func proceduresAreFresh() throws {
    let fresh = try Self.fresh.get().procedures
    #expect(fresh == (try Repository.text("docs/restore-procedures.md")), "run `make man`")
  }

  @Test("postkeep-restore(7) has every procedure and every step, with all its commands")
  func restorePage() throws {
    let page = try #require(try Self.fresh.get().files["postkeep-restore.7"])
    let procedures = try Self.fresh.get().procedures
    let headings = procedures.split(separator: "\n").filter { $0.hasPrefix("### ") }
    #expect(headings.count > 40)
    #expect(page.split(separator: "\n").filter { $0.hasPrefix(".SS ") }.count >= headings.count)
    #expect(page.contains("postsuper \\-s"))
  }

  @Test("Every command has its page, and every page its sections")
  func everyCommand() throws {
    let files = try Self.fresh.get().files
    let dump = try JSONReader().read(Array((files["commands.json"] ?? "").utf8))
    func check(_ command: JSONValue?, _ parent: String) {
      guard let command, let name = command["commandName"]?.text, name != "help" else { return }
      let page = parent + name
      let text = files["\(page).1"] ?? ""
      for section in ["NAME", "SYNOPSIS", "DESCRIPTION", "OPTIONS", "SEE ALSO"] {
        #expect(text.contains(".SH \(section)\n") || text.contains(".SH \"\(section)\"\n"), "\(page): no \(section)")
      }
      for section in ["EXAMPLES", "EXIT STATUS"] where command["discussion"]?.text?.contains("\(section)\n") == true {
        #expect(text.contains(".SH \"\(section)\"\n"), "\(page): no \(section)")
      }
      for subcommand in command["subcommands"]?.elements ?? [] { check(subcommand, "\(page)-") }
    }
    check(dump["command"], "")
  }

  @Test("A page names other pages, and files that are installed, but none of the source")
  func references() throws {
    let files = try Self.fresh.get().files
    let pages = files.filter { $0.key.wholeMatch(of: #/.*\.[1-8]/#) != nil }
    #expect(pages.count > 60)
    for (name, text) in pages {
      // Behind the first lines, which are for those who would change it.
      let shown = text.split(separator: "\n").filter { !$0.hasPrefix(".\\\"") }.joined(separator: "\n")
        .replacing("/share/doc/postkeep/docs/", with: "")
      #expect(!shown.contains("docs/"), "\(name)")
      for match in shown.matches(of: #/\\fB(postkeep[a-z\\-]*)\\fR\(([1-8])\)/#) {
        let page = "\(match.output.1.replacing("\\", with: "")).\(match.output.2)"
        #expect(files[page] != nil, "\(name) names \(page)")
      }
    }
    let commands = pages.filter { $0.key.hasSuffix(".1") && $0.key != "postkeep.1" }
    for page in pages.keys where !page.hasSuffix(".1") {
      let reference = "\(page.dropLast(2).replacing("-", with: "\\-"))\\fR(\(page.suffix(1)))"
      #expect(commands.contains { $0.value.contains(reference) }, "no command names \(page)")
    }
  }

  @Test("What --help shows as it is, an example above all, is not broken on a terminal of 80 columns")
  func width() throws {
    let dump = try JSONReader().read(Array((try Self.fresh.get().files["commands.json"] ?? "").utf8))
    func check(_ command: JSONValue) {
      let lines = (command["discussion"]?.text ?? "").split(separator: "\n").filter { $0.hasPrefix("  ") }
      for line in lines { #expect(line.count <= 80, "\(line)") }
      for subcommand in command["subcommands"]?.elements ?? [] { check(subcommand) }
    }
    check(try #require(dump["command"]))
  }

  static let hasMandoc = access("/usr/bin/mandoc", X_OK) == 0

  @Test("mandoc has nothing to complain about", .enabled(if: hasMandoc))
  func lint() throws {
    let fresh = try Self.fresh.get()
    let pages = fresh.files.keys.filter { $0.hasSuffix(".1") || $0.hasSuffix(".5") || $0.hasSuffix(".7") }.sorted()
    let paths = pages.map { "\(fresh.directory.path)/\($0)" }
    let run = try Subprocess.run("mandoc", ["-T", "lint", "-W", "warning"] + paths)
    #expect(String(decoding: run.output + run.errors, as: UTF8.self) == "")
  }
}

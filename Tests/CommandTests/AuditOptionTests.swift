// The options of postkeep audit and postkeep rules test that say where, how much and what else.

import JSONText
import SystemAccess
import TestSupport
import Testing

@Suite("Command: options of audit and rules")
struct AuditOptionTests {
  private static func directory(_ main: String) throws -> PrivateDirectory {
    let directory = try PrivateDirectory()
    try directory.write(main, to: "main.cf")
    try directory.write("qmgr unix n - n 300 1 qmgr\n", to: "master.cf")
    return directory
  }

  private static let inverted = "minimal_backoff_time = 2h\nmaximal_backoff_time = 30m\n"

  @Test("Nothing found ends with 0 and one line about it; with -q nothing at all is printed")
  func clean() throws {
    let directory = try Self.directory("biff = no\n")
    let told = try BuiltProgram.run("audit", directory.path, "--only", "QUE002")
    #expect(told.status == 0)
    #expect(told.output.hasPrefix("\(directory.path): nothing found. 1 rule asked"))
    let quiet = try BuiltProgram.run("audit", "-q", directory.path, "--only", "QUE002")
    #expect(quiet.status == 0)
    #expect(quiet.output + quiet.errors == "")
  }

  @Test("-v adds the rules that were skipped; -q and -v exclude each other")
  func verbose() throws {
    let directory = try Self.directory(Self.inverted)
    let usual = try BuiltProgram.run("audit", directory.path)
    let verbose = try BuiltProgram.run("audit", "-v", directory.path)
    #expect(!usual.output.contains("Skipped "))
    #expect(verbose.output.contains("See: "))
    #expect(try BuiltProgram.run("audit", "-qv", directory.path).status == 64)
  }

  @Test("Several directories, with -c or without, are audited in one run")
  func several() throws {
    let clean = try Self.directory("biff = no\n")
    let bad = try Self.directory(Self.inverted)
    let answer = try BuiltProgram.run(
      "audit", clean.path, "-c", bad.path, "--only", "QUE002", "--format", "json")
    #expect(answer.status == 1)
    let audits = try JSONReader().read(Array(answer.output.utf8))["audits"]?.elements ?? []
    #expect(audits.map { $0["directory"]?.text } == [clean.path, bad.path])
    #expect(audits.map { $0["findings"]?.elements?.count } == [0, 1])
  }

  @Test("What only the other server knows cannot be told: status 2, and the reason")
  func cannotTell() throws {
    let directory = try Self.directory("biff = no\n")
    let rules = try PrivateDirectory()
    try rules.write(
      """
      id: ZZZ001
      name: bare-host-name
      title: The host name is localhost
      severity: high
      each: configuration
      when: myhostname == "localhost"
      says: myhostname is localhost
      why: Other servers refuse it.
      since: "0.1"
      """, to: "name.yaml")
    let answer = try BuiltProgram.run("audit", directory.path, "--fail-on", "never", "--rules", rules.path)
    #expect(answer.status == 2)
    #expect(answer.output.contains("Cannot tell ZZZ001 bare-host-name: myhostname is not set"))
  }

  @Test("On a terminal there are colours, unless NO_COLOR or --color never says otherwise")
  func terminal() throws {
    guard try Subprocess.run("sh", ["-c", "command -v script"]).status == 0 else { return }
    let directory = try Self.directory(Self.inverted)
    func output(_ environment: String, _ options: String) throws -> String {
      let command = "\(BuiltProgram.path) audit \(directory.path) \(options)"
      let result = try Subprocess.run(
        "env", ["-u", "NO_COLOR", "TERM=xterm", environment, "timeout", "60", "script", "-qec", command, "/dev/null"])
      return String(decoding: result.output, as: UTF8.self)
    }
    #expect(try output("A=b", "").contains("\u{1B}["))
    #expect(try !output("NO_COLOR=1", "").contains("\u{1B}["))
    #expect(try !output("TERM=dumb", "").contains("\u{1B}["))
    #expect(try !output("A=b", "--color never").contains("\u{1B}["))
    #expect(try output("NO_COLOR=1", "--color always").contains("\u{1B}["))
  }

  @Test("A report that cannot be written is an error with the file's name, and leaves nothing behind")
  func outputRefused() throws {
    let directory = try Self.directory(Self.inverted)
    let answer = try BuiltProgram.run("audit", directory.path, "--output", "/nonexistent/report")
    #expect(answer.status == 2)
    #expect(answer.errors.hasPrefix("postkeep: cannot write /nonexistent/report: no such file or directory\n"))
    let full = try BuiltProgram.run("audit", directory.path, "--output", "/dev/full")
    #expect(full.status == 2)
    #expect(full.errors.contains("no space left on the device\n  Make room there"))
    // A directory of that name: nothing may be replaced.
    #expect(try BuiltProgram.run("audit", directory.path, "--output", directory.path).status != 0)
    #expect(try FileReading.names(inDirectory: directory.path) == ["main.cf", "master.cf"])
  }

  @Test("rules test ends with 66 where there are no rules")
  func noRules() throws {
    let empty = try PrivateDirectory()
    for path in ["/nonexistent", empty.path] {
      let answer = try BuiltProgram.run("rules", "test", path)
      #expect(answer.status == 66)
      #expect(answer.errors.contains(path))
      #expect(answer.errors.split(separator: "\n").count == 2)
    }
  }

  @Test("rules test names the line of an example that is answered otherwise, and ends with 1")
  func failingExample() throws {
    let directory = try PrivateDirectory()
    let rule = try Repository.text("Rules/queue/QUE002-backoff-inverted.yaml")
    try directory.write(rule, to: "good.yaml")
    let good = try BuiltProgram.run("rules", "test", directory.path)
    #expect(good.status == 0)
    #expect(good.output.contains("all as expected"))
    try directory.write(
      rule.replacing("when: maximal_backoff_time <", with: "when: maximal_backoff_time >"), to: "good.yaml")
    let bad = try BuiltProgram.run("rules", "test", directory.path)
    #expect(bad.status == 1)
    let first = try #require(bad.output.split(separator: "\n").first)
    #expect(first.wholeMatch(of: /.*\/good\.yaml:[0-9]+: QUE002: .+/) != nil, "\(first)")
  }

  @Test("A rule of the site is asked like any other, and may replace one of the program")
  func siteRule() throws {
    let rules = try PrivateDirectory()
    let rule = try Repository.text("Rules/queue/QUE002-backoff-inverted.yaml")
    try rules.write(rule.replacing("severity: high", with: "severity: low"), to: "ours.yaml")
    let directory = try Self.directory(Self.inverted)
    let answer = try BuiltProgram.run("audit", directory.path, "--only", "QUE002", "--rules", rules.path)
    #expect(answer.status == 0)
    #expect(answer.output.contains("1 low"))
  }

  @Test("rules list as JSON has every rule with its question or what it needs")
  func rulesAsJSON() throws {
    let answer = try BuiltProgram.run("rules", "list", "--format", "json")
    let json = try JSONReader().read(Array(answer.output.utf8))
    #expect(json["schema"]?.text == "postkeep.rules/1")
    for rule in try #require(json["rules"]?.elements) {
      #expect((rule["when"]?.text == nil) != (rule["needs"]?.text == nil))
      #expect(rule["why"]?.text?.isEmpty == false)
    }
  }
}

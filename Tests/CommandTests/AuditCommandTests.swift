// postkeep audit as a user meets it: options, statuses, messages.

import Glibc
import JSONText
import SystemAccess
import TestSupport
import Testing

@Suite("Command: audit")
struct AuditCommandTests {
  @Test("The README shows what the program prints")
  func readme() throws {
    var readme = try Repository.text("README.md")
    let command = "postkeep audit Fixtures/hosts/example --postfix-version 3.11.7"
    let start = try #require(readme.firstRange(of: "$ \(command)\n")?.upperBound)
    let end = try #require(readme[start...].firstRange(of: "```")?.lowerBound)
    let result = try Subprocess.run(
      "sh", ["-c", "cd '\(Repository.root)' && PATH=\"$PWD/.build/debug:$PATH\" \(command)"])
    let output = String(decoding: result.output, as: UTF8.self)
    if Host.environment("POSTKEEP_RECORD") != nil, readme[start..<end] != output {
      readme.replaceSubrange(start..<end, with: output)
      return try FileWriting.write(Array(readme.utf8), to: "\(Repository.root)/README.md")
    }
    #expect(output == readme[start..<end])
  }

  @Test(
    "The exit status follows --fail-on",
    arguments: [
      ("critical", 1), ("high", 1), ("info", 1), ("never", 0),
    ] as [(String, Int32)])
  func failOn(threshold: String, status: Int32) throws {
    let answer = try BuiltProgram.run(
      "audit", BuiltProgram.fixture("example"), "--postfix-version", "3.11.7", "--fail-on", threshold)
    #expect(answer.status == status)
    #expect(answer.errors == "")
  }

  @Test("Findings below the threshold do not fail an audit")
  func belowThreshold() throws {
    let answer = try BuiltProgram.run(
      "audit", BuiltProgram.fixture("example"), "--only", "QUE002", "--fail-on", "critical", "--postfix-version",
      "3.9.1")
    #expect(answer.status == 0)
    #expect(answer.output.contains("QUE002"))
    #expect(!answer.output.contains("RLY001"))
  }

  @Test("Rules can be left out, by id or by name")
  func skip() throws {
    let answer = try BuiltProgram.run(
      "audit", BuiltProgram.fixture("example"), "--skip", "backoff-inverted,RLY001", "--postfix-version", "3.11.7")
    #expect(!answer.output.contains("QUE002"))
    #expect(!answer.output.contains("RLY001"))
  }

  @Test("A misspelt rule is a usage error with a suggestion")
  func misspeltRule() throws {
    let answer = try BuiltProgram.run("audit", BuiltProgram.fixture("example"), "--only", "backoff-invertd")
    #expect(answer.status == 64)
    #expect(answer.errors.contains("backoff-inverted"))
  }

  @Test(
    "Wrong options are usage errors",
    arguments: [
      ["audit", "--format", "xml"], ["audit", "--fail-on", "bad"], ["audit", "--postfix-version", "x"],
      ["audit", "--nonsense"],
      ["nonsense"],
    ])
  func usage(arguments: [String]) throws {
    #expect(try BuiltProgram.run(arguments).status == 64)
  }

  @Test("--output writes the report to a file and nothing to the terminal")
  func output() throws {
    let directory = try PrivateDirectory()
    let file = "\(directory.path)/report.json"
    let answer = try BuiltProgram.run(
      "audit", BuiltProgram.fixture("example"), "--format", "json", "--output", file, "--postfix-version", "3.11.7")
    #expect(answer.output == "")
    #expect(answer.status == 1)
    #expect(try JSONReader().read(FileReading.contents(of: file))["schema"]?.text == "postkeep.audit/1")
  }

  @Test("Without a terminal there are no colours; with --color always there are")
  func color() throws {
    let plain = try BuiltProgram.run("audit", BuiltProgram.fixture("example"))
    let colored = try BuiltProgram.run("audit", BuiltProgram.fixture("example"), "--color", "always")
    #expect(!plain.output.contains("\u{1B}["))
    #expect(colored.output.contains("\u{1B}["))
  }

  @Test("One directory that cannot be read does not keep the other from being audited")
  func severalDirectories() throws {
    let answer = try BuiltProgram.run("audit", "/nonexistent", BuiltProgram.fixture("example"))
    #expect(answer.output.contains("QUE002"))
    #expect(answer.errors.contains("/nonexistent"))
    #expect(answer.status == 66)
  }

  // MARK: Input that is no configuration

  @Test("A directory that is not there, or holds no main.cf, is said to be so")
  func missing() throws {
    let empty = try PrivateDirectory()
    for path in ["/nonexistent", empty.path] {
      let answer = try BuiltProgram.run("audit", path)
      #expect(answer.status == 66)
      #expect(answer.errors.contains("no such file or directory"))
      #expect(answer.errors.split(separator: "\n").count == 2, "\(answer.errors)")
    }
  }

  @Test(
    "A FIFO, a directory and a huge file in place of main.cf are refused without waiting",
    arguments: [
      "fifo", "directory", "huge",
    ])
  func noRegularFile(kind: String) throws {
    let directory = try PrivateDirectory()
    let main = "\(directory.path)/main.cf"
    switch kind {
    case "fifo": mkfifo(main, 0o644)
    case "directory": mkdir(main, 0o755)
    default: _ = try Subprocess.run("truncate", ["-s", "200M", main])
    }
    let answer = try BuiltProgram.run("audit", directory.path)
    #expect(answer.status == 66)
    #expect(answer.errors.contains("cannot read"))
  }

  @Test("Binary garbage as main.cf gives findings, not a crash")
  func garbage() throws {
    let directory = try PrivateDirectory()
    var random = SeededRandom(seed: 5)
    try directory.write((0..<100_000).map { _ in UInt8(truncatingIfNeeded: random.next()) }, to: "main.cf")
    try directory.write((0..<10_000).map { _ in UInt8(truncatingIfNeeded: random.next()) }, to: "master.cf")
    let answer = try BuiltProgram.run("audit", directory.path)
    #expect(answer.status == 1)
    #expect(answer.output.contains("PAR014"))
  }

  @Test("A missing master.cf is told, and main.cf is audited all the same")
  func missingMaster() throws {
    let directory = try PrivateDirectory()
    try directory.write("minimal_backoff_time = 2h\nmaximal_backoff_time = 30m\n", to: "main.cf")
    let answer = try BuiltProgram.run("audit", directory.path)
    #expect(answer.output.contains("QUE002"))
    #expect((answer.output + answer.errors).contains("master.cf"))
  }

  @Test("An unreadable main.cf is a matter of permission")
  func unreadable() throws {
    let directory = try PrivateDirectory()
    try directory.write("biff = no\n", to: "main.cf")
    chmod("\(directory.path)/main.cf", 0)
    let result = try Subprocess.run(
      "setpriv", ["--reuid=65534", "--regid=65534", "--clear-groups", BuiltProgram.path, "audit", directory.path])
    // The program itself may lie where nobody may run it from; then there is nothing to see here.
    try #require(result.status != 126 && result.status != 127, "nobody cannot run \(BuiltProgram.path)")
    #expect(result.status == 77)
    #expect(String(decoding: result.errors, as: UTF8.self).contains("permission denied"))
  }

  @Test("A rule file with a mistake is refused with its place")
  func ruleWithMistake() throws {
    let directory = try PrivateDirectory()
    let rule = try Repository.text("Rules/queue/QUE002-backoff-inverted.yaml")
    try directory.write(
      rule.replacing("when: maximal_backoff_time", with: "when: maximal_backof_time"), to: "site.yaml")
    let audit = try BuiltProgram.run("audit", BuiltProgram.fixture("example"), "--rules", directory.path)
    #expect(audit.status == 66)
    #expect(audit.errors.contains("site.yaml:"))
    #expect(audit.errors.contains("did you mean 'maximal_backoff_time'"))
    let test = try BuiltProgram.run("rules", "test", directory.path)
    #expect(test.status == 1)
    #expect(test.output.contains("did you mean 'maximal_backoff_time'"))
  }
}

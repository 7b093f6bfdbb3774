// postkeep config, diff, explain and rules as a user meets them.

import JSONText
import SystemAccess
import TestSupport
import Testing

@Suite("Commands: config, diff, explain, rules")
struct OtherCommandTests {
  @Test(
    "config prints what postconf prints, through the program itself", arguments: ["-n", "-nx", "-M", "-Mf", "-F", "-P"])
  func config(letters: String) throws {
    for host in ["careless", "example", "ruined"] {
      let path = BuiltProgram.fixture(host)
      let real = try Subprocess.run("postconf", ["-c", path] + letters.dropFirst().map { "-\($0)" })
      let ours = try BuiltProgram.run("config", path, letters)
      #expect(ours.output == String(decoding: real.output, as: UTF8.self), "\(host)")
      #expect((ours.status == 0) == (real.status == 0))
    }
  }

  @Test("config refuses what postconf refuses, with the place, and prints nothing")
  func refused() throws {
    let directory = try PrivateDirectory()
    try directory.write("biff = no\nno equals\n", to: "main.cf")
    try directory.write("", to: "master.cf")
    let answer = try BuiltProgram.run("config", directory.path, "-n")
    #expect(answer.status == 1)
    #expect(answer.output == "")
    #expect(answer.errors.contains("main.cf:2:1: missing '=' after attribute name"))
  }

  @Test("config --service shows what holds for one service")
  func service() throws {
    let directory = try PrivateDirectory()
    try directory.write("biff = no\n", to: "main.cf")
    try directory.write("sub inet n - n - - smtpd -o biff=yes\n", to: "master.cf")
    #expect(try BuiltProgram.run("config", directory.path, "--service", "sub/inet", "-n").output == "biff = yes\n")
    let missing = try BuiltProgram.run("config", directory.path, "--service", "no/inet")
    #expect(missing.status == 64)
    #expect(missing.errors.contains("sub/inet"))
  }

  @Test("config --format json gives raw and expanded values with their lines")
  func json() throws {
    let answer = try BuiltProgram.run("config", BuiltProgram.fixture("example"), "--format", "json", "-n")
    let json = try JSONReader().read(Array(answer.output.utf8))
    #expect(json["schema"]?.text == "postkeep.config/1")
    let setting = try #require(json["settings"]?.elements?.first { $0["name"]?.text == "mynetworks" })
    #expect(setting["line"]?.integer == 3)
  }

  @Test("diff ends with 0 for the same and 1 for different configurations")
  func diff() throws {
    let same = try BuiltProgram.run("diff", BuiltProgram.fixture("example"), BuiltProgram.fixture("example"))
    #expect(same.status == 0)
    #expect(same.output == "")
    let other = try BuiltProgram.run("diff", BuiltProgram.fixture("example"), BuiltProgram.fixture("ruined"))
    #expect(other.status == 1)
    #expect(other.output.contains("maximal_queue_lifetime"))
  }

  @Test("explain tells about rules and parameters, and suggests for what it does not know")
  func explain() throws {
    #expect(try BuiltProgram.run("explain", "QUE002").output.contains("maximal_backoff_time"))
    #expect(try BuiltProgram.run("explain", "backoff-inverted").status == 0)
    #expect(try BuiltProgram.run("explain", "maximal_queue_lifetime").output.contains("5d"))
    // The unit of the value is days, the fact is in seconds.
    #expect(try BuiltProgram.run("explain", "maximal_queue_lifetime").output.contains("at most 100d"))
    let unknown = try BuiltProgram.run("explain", "maximal_queue_lifetim")
    #expect(unknown.status == 64)
    #expect(unknown.errors.contains("maximal_queue_lifetime"))
  }

  @Test("What is no regular file is no damaged snapshot", arguments: ["show", "verify", "export"])
  func noSnapshot(command: String) throws {
    let directory = try PrivateDirectory()
    let rest = command == "export" ? ["--eml", directory.path] : []
    let answer = try BuiltProgram.run(["snapshot", command, "/dev/null"] + rest)
    #expect(answer.status == 66)
    #expect(answer.errors.contains("it is not a regular file"))
  }

  @Test("rules list counts the rules and says which are skipped")
  func rulesList() throws {
    let answer = try BuiltProgram.run("rules", "list")
    #expect(answer.status == 0)
    let summary = try #require(answer.output.split(separator: "\n").last)
    #expect(summary.contains("asked") && summary.contains("skipped"))
    let asked = summary.split(separator: " ").compactMap { Int($0) }
    #expect(asked.count >= 3 && asked[1] >= 90, "\(summary)")
  }

  @Test(
    "Whoever completes --selection is never told of an error",
    arguments: ["queue list", "queue purge", "snapshot create", "snapshot show"])
  func completion(command: String) throws {
    let words = command.split(separator: " ").map(String.init)
    let answer = try BuiltProgram.run(["---completion"] + words + ["--", "--selection", "4", "0", "postkeep", ""])
    #expect(answer.status == 0 && answer.errors == "")
  }

  @Test(
    "Every command tells its exit statuses in its help",
    arguments: ["audit", "relay", "trace", "config", "diff", "explain", "rules list", "rules test"])
  func help(command: String) throws {
    let answer = try BuiltProgram.run(command.split(separator: " ").map(String.init) + ["--help"])
    #expect(answer.status == 0)
    #expect(answer.output.contains("EXIT STATUS"))
    #expect(answer.output.contains("EXAMPLES"))
  }
}

// What cannot be written to standard output is told by every command, help included.

import SystemAccess
import TestSupport
import Testing

@Suite("Command: output that is lost")
struct LostOutputTests {
  /// Runs the program with a shell's word on its standard output.
  private static func run(_ arguments: String, _ redirection: String) throws -> Subprocess {
    try Subprocess.run("sh", ["-c", "\"$1\" \(arguments) \(redirection)", "sh", BuiltProgram.path])
  }

  @Test(
    "Help, the version and completions that are lost end with 2 and a word",
    arguments: [
      "--help", "help queue", "queue list --help", "--version", "--generate-completion-script bash",
      "--experimental-dump-help", "queue",
    ], [">/dev/full", ">&-"])
  func help(arguments: String, redirection: String) throws {
    let answer = try Self.run(arguments, redirection)
    #expect(answer.status == 2)
    #expect(String(decoding: answer.errors, as: UTF8.self).contains("The output is not whole."))
  }

  @Test("A reader that goes away is no error")
  func closedPipe() throws {
    let answer = try Self.run("--experimental-dump-help", "| true")
    #expect(answer.status == 0)
    #expect(answer.errors.isEmpty)
  }

  @Test("Findings that nobody could read end with 2", arguments: ["audit", "diff", "relay"])
  func findings(command: String) throws {
    let directory = try PrivateDirectory()
    let relay = "mynetworks = 0.0.0.0/0\nsmtpd_relay_restrictions = permit_mynetworks reject\n"
    try directory.write(relay + "minimal_backoff_time = 2h\n", to: "main.cf")
    try directory.write("smtp inet n - n - - smtpd\nqmgr unix n - n 300 1 qmgr\n", to: "master.cf")
    let other = command == "diff" ? " '\(BuiltProgram.fixture("example"))'" : ""
    let line = "\(command) '\(directory.path)'\(other)\(command == "audit" ? " --fail-on low" : "")"
    #expect(try Self.run(line, ">/dev/null").status == 1)
    #expect(try Self.run(line, ">/dev/full").status == 2)
  }
}

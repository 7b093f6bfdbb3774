// An error says what to do about it, and not only what is wrong.

import SystemAccess
import TestSupport
import Testing

@Suite("Commands: errors with advice")
struct ErrorAdviceTests {
  @Test(
    "Something that is not there is followed by what to name",
    arguments: [
      ("queue purge --policy /nonexistent", "postkeep-policies(5)"),
      ("setup cron --policy /nonexistent", "postkeep-policies(5)"),
      ("setup cron --queue-dir /var/spool/postfix --encrypt-to /nonexistent", "--encrypt-to names a key"),
      ("snapshot verify ./nonexistent", "'postkeep snapshot list' shows all"),
      ("restore plan merge --queue-dir /tmp --from /nonexistent.tar.zst", "'postkeep snapshot list' shows all"),
    ])
  func missing(command: String, advice: String) throws {
    let words = command.split(separator: " ").map(String.init)
    let place = words[0] == "restore" || words[0] == "queue" ? ["-c", BuiltProgram.fixture("example")] : []
    let answer = try BuiltProgram.run(words + place)
    #expect(answer.status == 66 && answer.errors.contains("no such file or directory\n  "), "\(answer)")
    #expect(answer.errors.contains(advice), "\(answer)")
  }

  @Test(
    "A mistyped option is told before the argument that is missing",
    arguments: [
      ("queue undo --quite", "'--quite'. Did you mean '--quiet'?"), ("queue show -Z", "'-Z'"),
      ("diff --fromat", "'--fromat'. Did you mean '--format'?"),
      ("diff . --fromat", "'--fromat'. Did you mean '--format'?"),
      ("snapshot diff --unfamiliar", "'--unfamiliar'"), ("setup --remve", "'--remve'. Did you mean '--remove'?"),
      ("restore transfer settle --aply", "'--aply'"), ("explain --bogus", "'--bogus'"),
    ])
  func mistyped(command: String, option: String) throws {
    let answer = try BuiltProgram.run(command.split(separator: " ").map(String.init))
    #expect(answer.status == 64 && answer.errors.hasPrefix("Error: Unknown option \(option)\n"), "\(answer)")
  }

  @Test(
    "A missing argument alone is told as such",
    arguments: ["queue undo", "queue undo -q", "diff", "diff .", "setup", "setup --remove", "queue show --format json"])
  func lacking(command: String) throws {
    let answer = try BuiltProgram.run(command.split(separator: " ").map(String.init))
    #expect(answer.status == 64 && answer.errors.hasPrefix("Error: Missing expected argument '"), "\(answer)")
  }

  @Test("A wrong file of policies is followed by where it is described", arguments: ["version: 2\n", "foo: 1\n"])
  func policies(text: String) throws {
    let directory = try PrivateDirectory()
    try directory.write(text, to: "policies.yaml")
    let answer = try BuiltProgram.run(["setup", "cron", "--policy", "\(directory.path)/policies.yaml"])
    #expect(answer.status == 66 && answer.errors.contains("\n  postkeep-policies(5) says"), "\(answer)")
  }
}

// A state directory that was mistyped: no command takes it for one in which nothing has happened, and none is made.

import SystemAccess
import TestSupport
import Testing

@Suite("Commands: a mistyped --state")
struct MistypedStateTests {
  @Test(
    "Commands about runs that were begun refuse it, and make nothing",
    arguments: [
      ["queue", "trash", "list"], ["queue", "trash", "show", "R"], ["queue", "trash", "expire", "--older-than", "1d"],
      ["queue", "undo", "R"], ["queue", "purge", "--resume", "R"], ["restore", "status"], ["restore", "status", "R"],
      ["restore", "resume", "R"],
      ["restore", "release", "R"], ["restore", "transfer", "status"], ["restore", "transfer", "status", "R"],
      ["restore", "transfer", "cancel", "/dev/null"], ["restore", "transfer", "settle", "/dev/null"],
    ])
  func refused(command: [String]) throws {
    let directory = try PrivateDirectory()
    let state = "\(directory.path)/sate"
    let answer = try BuiltProgram.run(command + ["--state", state])
    #expect(answer.status == 66 && answer.output.isEmpty, "\(answer)")
    #expect(answer.errors.contains(" in \(state)\n"), "\(answer)")
    #expect(!FileReading.exists(state))
  }
}

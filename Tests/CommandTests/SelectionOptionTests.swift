// Of two conditions the last one would win, and a purge take more than was meant.

import TestSupport
import Testing

@Suite("Options of selections")
struct SelectionOptionTests {
  @Test(
    "A condition that is given twice is refused wherever there is one",
    arguments: [
      "queue list", "queue shape", "queue purge", "queue hold", "queue undo RUN", "snapshot create",
      "snapshot show last",
      "snapshot export last", "restore plan after-crash", "restore transfer send x.tar.zst",
    ])
  func twice(command: String) throws {
    let words = command.split(separator: " ").map(String.init)
    let answer = try BuiltProgram.run(words + ["--where", "is_bounce", "--where", "age > 5d"])
    #expect(answer.status == 64 && answer.output.isEmpty, "\(answer)")
    #expect(answer.errors.contains("--where is given twice. Join the conditions with 'and'."), "\(answer)")
  }

  @Test("A command without --log refuses 'attempts', and does not say that --log is missing")
  func attempts() throws {
    for words in [["queue", "undo", "RUN"], ["restore", "transfer", "send", "x.tar.zst"]] {
      let directory = try PrivateDirectory()
      let answer = try BuiltProgram.run(
        words + ["--state", directory.path, "-c", BuiltProgram.fixture("example"), "--where", "attempts > 0"])
      #expect(answer.status == 64 && answer.errors.contains("this command reads no mail log"), "\(answer)")
    }
  }

  @Test("A named selection is asked alone", arguments: [["--selection", "b"], ["--where", "yes"]])
  func selections(more: [String]) throws {
    let answer = try BuiltProgram.run(["queue", "purge", "--selection", "a"] + more)
    #expect(answer.status == 64 && answer.errors.contains("--selection"), "\(answer)")
  }
}

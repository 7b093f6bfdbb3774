// postkeep help WORD shows the help of that command, or says that there is none.

import TestSupport
import Testing

@Suite("Command: help")
struct HelpWordTests {
  @Test("A word that is no command is told, with where they are", arguments: ["bogus", "queue bogus"])
  func unknown(words: String) throws {
    let answer = try BuiltProgram.run(["help"] + words.split(separator: " ").map(String.init))
    #expect(answer.status == 64)
    #expect(answer.output == "")
    #expect(answer.errors.contains("there is no command 'postkeep \(words)'\n  See 'postkeep"))
  }

  @Test("Words that are commands show their help", arguments: ["", "queue", "restore transfer send", "help"])
  func known(words: String) throws {
    let answer = try BuiltProgram.run(["help"] + words.split(separator: " ").map(String.init))
    #expect(answer.status == 0)
    #expect(answer.output.contains("USAGE: postkeep"))
  }
}

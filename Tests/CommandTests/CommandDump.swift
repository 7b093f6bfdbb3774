// All commands, as `postkeep --experimental-dump-help` describes them.

import JSONText
import TestSupport

enum CommandDump {
  /// Each with the words that call it, without "postkeep", which is empty itself.
  static func commands() throws -> [(path: String, command: JSONValue)] {
    let answer = try BuiltProgram.run("--experimental-dump-help")
    guard let root = try JSONReader().read(Array(answer.output.utf8))["command"] else {
      throw TestFailure("the dump has no command")
    }
    return family(of: root, [])
  }

  private static func family(of command: JSONValue, _ words: [String]) -> [(path: String, command: JSONValue)] {
    let below = (command["subcommands"]?.elements ?? []).flatMap { command -> [(path: String, command: JSONValue)] in
      guard let name = command["commandName"]?.text, name != "help" else { return [] }
      return family(of: command, words + [name])
    }
    return [(words.joined(separator: " "), command)] + below
  }
}

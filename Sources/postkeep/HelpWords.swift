// The words of `postkeep help WORD …`.

import ArgumentParser

enum HelpWords {
  /// ArgumentParser shows the help of as many words as it finds commands for, and passes over the others.
  static func check(_ arguments: some Collection<String>) throws {
    guard arguments.first == "help" else { return }
    var command: any ParsableCommand.Type = Postkeep.self
    var path = Postkeep.commandName
    // `postkeep help help` is a command of ArgumentParser's own.
    for word in arguments.dropFirst() where !word.hasPrefix("-") && word != "help" {
      guard let next = command.configuration.subcommands.first(where: { $0.configuration.commandName == word }) else {
        throw Failure(.usage, "there is no command '\(path) \(word)'\n  See '\(path) --help'.")
      }
      command = next
      path += " \(word)"
    }
  }
}

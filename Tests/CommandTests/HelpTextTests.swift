// The help of every command: what it says of the command line, its width, and its exit statuses.

import JSONText
import TestSupport
import Testing

@Suite("Command: the help of all commands")
struct HelpTextTests {
  @Test("No line of a help is wider than 80")
  func width() throws {
    for (path, _) in try CommandDump.commands() {
      let help = try BuiltProgram.run(path.split(separator: " ").map(String.init) + ["--help"]).output
      let wide = help.split(separator: "\n").filter { $0.count > 80 }
      #expect(wide.isEmpty, "\(path): \(wide)")
    }
  }

  @Test("Text is wrapped once: no line of prose ends early, and no example is too long for its line")
  func wraps() throws {
    for (path, command) in try CommandDump.commands() {
      let lines = (command["discussion"]?.text ?? "").split(separator: "\n", omittingEmptySubsequences: false)
      for (line, next) in zip(lines, lines.dropFirst()) {
        let isBroken = !line.isEmpty && !next.isEmpty && line.first != " " && next.first != " "
        #expect(!isBroken, "\(path): \(line)")
      }
      // ArgumentParser wraps a line that fills the terminal.
      for line in lines where line.first == " " { #expect(line.count < 80, "\(path): \(line)") }
    }
  }

  @Test("The usage names what a command has to be given, and nothing that it does not take")
  func usage() throws {
    for (path, command) in try CommandDump.commands() {
      let help = try BuiltProgram.run(path.split(separator: " ").map(String.init) + ["--help"]).output
      let words = Self.usage(of: command)
      let call = path.isEmpty ? "postkeep" : "postkeep \(path)"
      #expect(help.contains("\nUSAGE: \(call) \(words)\n"), "\(path): \(words)")
    }
  }

  private static func usage(of command: JSONValue) -> String {
    let isParent = command["subcommands"]?.elements?.contains { $0["commandName"]?.text != "help" } == true
    guard !isParent else { return "<subcommand>" }
    let all = command["arguments"]?.elements ?? []
    let options = all.filter { $0["kind"]?.text != "positional" && $0["isOptional"]?.bool == false }.map {
      "--\($0["preferredName"]?["name"]?.text ?? "") <\($0["valueName"]?.text ?? "")>"
    }
    let arguments = all.filter { $0["kind"]?.text == "positional" }.map { argument in
      let word = "<\(argument["valueName"]?.text ?? "")>" + (argument["isRepeating"]?.bool == true ? " ..." : "")
      return argument["isOptional"]?.bool == true ? "[\(word)]" : word
    }
    return (["[<options>]"] + options + arguments).joined(separator: " ")
  }

  @Test("A command lists the exit statuses of all its subcommands")
  func statuses() throws {
    let commands = try CommandDump.commands()
    for (path, command) in commands {
      let own = Self.statuses(of: command)
      #expect(own.contains(0), "\(path) has no table")
      for (other, child) in commands where other.hasPrefix(path.isEmpty ? "" : path + " ") {
        let missing = Self.statuses(of: child).subtracting(own)
        #expect(missing.isEmpty, "\(path) lacks \(missing.sorted()) of \(other)")
      }
    }
  }

  private static func statuses(of command: JSONValue) -> Set<Int> {
    let lines = (command["discussion"]?.text ?? "").split(separator: "\n")
    guard let heading = lines.firstIndex(of: "EXIT STATUS") else { return [] }
    let table = lines[(heading + 1)...].prefix { $0.hasPrefix("  ") }
    return Set(table.compactMap { $0.split(separator: " ").first.flatMap { Int($0) } })
  }
}

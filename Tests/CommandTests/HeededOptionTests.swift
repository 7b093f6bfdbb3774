// A command takes the options that it heeds, and says what -q means.

import JSONText
import TestSupport
import Testing

@Suite("Command: options that do something")
struct HeededOptionTests {
  @Test(
    "What would be accepted and ignored is refused",
    arguments: [
      "explain QUE002 -q", "explain QUE002 -v", "explain QUE002 --color never", "rules list -q", "rules list -v",
      "rules list --color never", "rules test Rules -v", "rules test Rules --color never", "queue summary -q",
      "queue summary -v", "queue watch -q", "queue watch -v", "snapshot show --brief --where yes",
      "trace -v --client 192.0.2.1 --sender a@b.test --recipient c@d.test", "trace -v --explain-diff /a /b",
    ])
  func refused(line: String) throws {
    let answer = try BuiltProgram.run(line.split(separator: " ").map(String.init))
    #expect(answer.status == 64)
    #expect(answer.output == "")
  }

  @Test(
    "An option that does not exist is told before what is missing",
    arguments: [
      "queue hold", "queue flush", "queue purge", "trace", "snapshot prune", "snapshot export last", "restore show",
      "restore transfer accept",
    ])
  func unknown(line: String) throws {
    let words = line.split(separator: " ").map(String.init)
    let answer = try BuiltProgram.run(words + ["--bogus"])
    #expect(answer.status == 64 && answer.errors.contains("Unknown option '--bogus'"), "\(answer.errors)")
    let missing = try BuiltProgram.run(words)
    let call = words.filter { $0 != "last" }.joined(separator: " ")
    #expect(missing.status == 64 && missing.errors.contains("See 'postkeep \(call) --help'."), "\(missing.errors)")
  }

  @Test("Wherever there is JSON, -q is for text; where there is --apply, for what is carried out")
  func quiet() throws {
    var seen = 0
    for (path, command) in try CommandDump.commands() {
      func argument(_ name: String) -> JSONValue? {
        command["arguments"]?.elements?.first { argument in
          argument["names"]?.elements?.contains { $0["name"]?.text == name } == true
        }
      }
      guard let text = argument("quiet")?["abstract"]?.text else { continue }
      seen += 1
      if argument("format") != nil { #expect(text.contains("text"), "\(path): \(text)") }
      // What check finds is asked for as well, and the plan is one part of it.
      guard argument("apply") != nil, path != "queue check" else { continue }
      #expect(text.hasPrefix("With --apply, "), "\(path): \(text)")
    }
    #expect(seen > 10)
  }
}

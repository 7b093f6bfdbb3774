// What a rule tells to do helps: its commands are carried out on its bad examples, and the finding is gone.

import Bytes
import PostfixConfig
import Testing

@testable import Audit

@Suite("Fixes of rules")
struct RuleFixTests {
  @Test("The commands of a fix take the finding away, in every form of every bad example", arguments: RuleCase.asked)
  func fixes(_ rule: RuleCase) throws {
    let rule = rule.rule
    for example in rule.examples where example.expectation == .bad {
      for variant in ExampleVariant.allCases where variant == .asWritten || !example.isAsWritten {
        guard
          var files = variant.apply(main: example.main, master: example.master ?? ExampleRun.usualMaster, to: rule)
        else { continue }
        let before = ExampleRun.report(of: rule, example, files, today: RuleExampleTests.today)
        let commands = before.findings.flatMap(\.fixCommands)
        // Words alone are for a person to follow.
        guard before.findings.allSatisfy({ !$0.fixCommands.isEmpty }) else { continue }
        for command in commands { files = try Self.applied(command, to: files) }
        let after = ExampleRun.report(of: rule, example, files, today: RuleExampleTests.today)
        let messages = after.findings.map(\.message) + after.cannotTell.map(\.reason)
        #expect(
          messages.isEmpty,
          "line \(example.line), \(variant.rawValue): after \(commands): \(messages.joined(separator: "; "))")
      }
    }
  }

  @Test("postconf -P gets values without blanks")
  func blanks() {
    let master = "smtp inet n - n - - smtpd -o mynetworks=$nets -o nets=0.0.0.0/0\n"
    let report = SmallAudit.report("compatibility_level = 3.6\n", master: master, only: ["RLY001"])
    #expect(
      report.findings.flatMap(\.fixCommands) == ["postconf -P 'smtp/inet/mynetworks = 127.0.0.0/8,[::1]/128'"])
  }

  enum Unreadable: Error { case command(String) }

  /// What postconf would make of the files; it refuses blanks in a value for master.cf.
  static func applied(
    _ command: String, to files: (main: String, master: String)
  ) throws -> (main: String, master: String) {
    let words = command.split(separator: " ", maxSplits: 2).map(String.init)
    guard words.count == 3, words[0] == "postconf" else { throw Unreadable.command(command) }
    var argument = words[2]
    if argument.hasPrefix("'") { argument = String(argument.dropFirst().dropLast()).replacing("'\\''", with: "'") }
    var files = files
    let main = MainFile(Array(files.main.utf8))
    let master = MasterFile(Array(files.master.utf8))
    let path = argument.split(separator: "/", maxSplits: 2).map(String.init)
    func pair(_ text: String) throws -> (name: ByteString, value: ByteString) {
      let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2 else { throw Unreadable.command(command) }
      func trimmed(_ text: Substring) -> ByteString {
        ByteString(String(text.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed()))
      }
      return (trimmed(parts[0]), trimmed(parts[1]))
    }
    func text(_ bytes: [UInt8]?) throws -> String {
      guard let bytes else { throw Unreadable.command(command) }
      return String(decoding: bytes, as: UTF8.self)
    }
    switch words[1] {
    case "-e":
      let (name, value) = try pair(argument)
      files.main = try text(main.setting(name, to: value))
    case "-X": files.main = try text(main.removing(ByteString(argument)))
    case "-P":
      guard path.count == 3 else { throw Unreadable.command(command) }
      let (name, value) = try pair(path[2])
      guard !value.bytes.contains(where: \.isASCIISpace) else { throw Unreadable.command(command) }
      files.master = try text(master.setting(name, to: value, for: ByteString("\(path[0])/\(path[1])")))
    case "-PX":
      guard path.count == 3 else { throw Unreadable.command(command) }
      files.master = try text(master.removing(ByteString(path[2]), from: ByteString("\(path[0])/\(path[1])")))
    default: throw Unreadable.command(command)
    }
    return files
  }
}

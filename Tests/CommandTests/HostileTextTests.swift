// What a file or a word holds never reaches a terminal as a command to it.

import TestSupport
import Testing

@Suite("Command: escapes for a terminal")
struct HostileTextTests {
  private static let escape = "\u{1B}]0;pwn\u{7}"

  private static func directory(_ value: String) throws -> PrivateDirectory {
    let directory = try PrivateDirectory()
    try directory.write("mail_name = \(value)\n\(escape)x = y\n", to: "main.cf")
    try directory.write("smtp inet n - n - - smtpd\n", to: "master.cf")
    return directory
  }

  @Test(
    "Words of the command line come back without escapes",
    arguments: [
      "audit @", "relay @", "trace DIR --service @ --client 192.0.2.1 --sender a --recipient b", "config -c @",
      "config DIR @", "config --service @ DIR", "queue list -c @", "queue show @", "snapshot show --to @",
      "diff @ @", "restore show @", "rules test @", "explain @", "audit --bogus@", "audit --format @", "@", "help @",
      "queue @",
    ])
  func words(line: String) throws {
    let directory = try Self.directory("a")
    let words = line.split(separator: " ").map {
      $0.replacing("@", with: "/" + Self.escape).replacing("DIR", with: directory.path)
    }
    let answer = try BuiltProgram.run(words.map(String.init))
    #expect(answer.status != 0)
    #expect(!answer.errors.contains("\u{1B}") && !answer.errors.contains("\u{7}"), "\(answer.errors)")
    #expect(!answer.output.contains("\u{1B}"), "\(answer.output)")
  }

  @Test("Warnings and differences are clean; what config prints is byte for byte what postconf prints")
  func values() throws {
    let old = try Self.directory("a")
    let new = try Self.directory(Self.escape)
    let difference = try BuiltProgram.run("diff", old.path, new.path)
    #expect(difference.status == 1)
    #expect(difference.output.contains("\u{FFFD}]0;pwn\u{FFFD}") && !difference.output.contains("\u{1B}"))
    let config = try BuiltProgram.run("config", new.path, "-n")
    #expect(config.output.contains("mail_name = \(Self.escape)"))
    #expect(config.errors.contains("pwn") && !config.errors.contains("\u{1B}"), "\(config.errors)")
  }
}

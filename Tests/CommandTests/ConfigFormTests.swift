// postkeep config says the same as text and as JSON, and ends alike.

import JSONText
import TestSupport
import Testing

@Suite("Command: config as text and as JSON")
struct ConfigFormTests {
  private static func directory(master: String = "smtp unix - - n - - smtp -o biff=no\nsub inet n - n - - smtpd\n")
    throws -> PrivateDirectory
  {
    let directory = try PrivateDirectory()
    try directory.write("relayhost = [mx.example]\nbiff = no\n", to: "main.cf")
    try directory.write(master, to: "master.cf")
    return directory
  }

  private static func json(_ arguments: [String]) throws -> (answer: BuiltProgram.Answer, json: JSONValue) {
    let answer = try BuiltProgram.run(arguments + ["--format", "json"])
    return (answer, try JSONReader().read(Array(answer.output.utf8)))
  }

  @Test("-d gives the built-in default in JSON, too")
  func defaults() throws {
    let directory = try Self.directory()
    let (_, json) = try Self.json(["config", directory.path, "-d", "relayhost"])
    #expect(json["settings"]?.elements?.map { $0["value"]?.text } == [""])
    #expect(json["settings"]?.elements?.first?["source"]?.text == "default")
  }

  @Test("-M gives the services alone, those that are named")
  func services() throws {
    let directory = try Self.directory()
    let (_, all) = try Self.json(["config", directory.path, "-M"])
    #expect(all["settings"]?.elements?.isEmpty == true)
    #expect(all["services"]?.elements?.count == 2)
    let (_, one) = try Self.json(["config", directory.path, "-M", "smtp/unix"])
    #expect(one["services"]?.elements?.map { $0["service"]?.text } == ["smtp"])
    let (_, none) = try Self.json(["config", directory.path, "-M", "no/inet"])
    #expect(none["diagnostics"]?.elements?.contains { $0["kind"]?.text == "unmatched-request" } == true)
  }

  @Test("What has no form in JSON is refused with a sentence", arguments: ["-f", "-F", "-P"])
  func refusedLetters(letter: String) throws {
    let directory = try Self.directory()
    let answer = try BuiltProgram.run("config", directory.path, letter, "--format", "json")
    #expect(answer.status == 64)
    #expect(answer.output == "" && answer.errors.contains(letter))
  }

  @Test("What Postfix refuses ends with 1 in every form", arguments: [[], ["-n"], ["--service", "smtp/unix"], ["-M"]])
  func refused(words: [String]) throws {
    let directory = try Self.directory(master: "bad inet n - n -\nsmtp unix - - n - - smtp\n")
    let text = try BuiltProgram.run(["config", directory.path] + words)
    #expect(text.status == 1)
    #expect(text.output == "" && text.errors.contains("fatal"))
    let (answer, json) = try Self.json(["config", directory.path] + words)
    #expect(answer.status == 1)
    #expect(json["diagnostics"]?.elements?.contains { $0["fatal"]?.bool == true } == true)
  }

  @Test("A parameter that does not exist is told in both forms", arguments: [[], ["--service", "smtp/unix"]])
  func unknown(words: [String]) throws {
    let directory = try Self.directory()
    #expect(try BuiltProgram.run(["config", directory.path, "no_such"] + words).errors.contains("unknown parameter"))
    let (_, json) = try Self.json(["config", directory.path, "no_such"] + words)
    #expect(json["diagnostics"]?.elements?.contains { $0["kind"]?.text == "unknown-parameter" } == true)
  }

  @Test(
    "A second directory is no parameter name",
    arguments: [["-c", "DIR", "/path/B"], ["DIR", "/path/B"], ["DIR", "./b"]])
  func secondDirectory(words: [String]) throws {
    let directory = try Self.directory()
    let answer = try BuiltProgram.run(["config"] + words.map { $0 == "DIR" ? directory.path : $0 })
    #expect(answer.status == 64)
    #expect(answer.output == "" && answer.errors.contains("Name one directory"))
  }

  @Test("diff tells when Postfix refuses a directory, and ends with 2")
  func difference() throws {
    let good = try Self.directory()
    let bad = try Self.directory(master: "bad inet n - n -\nsmtp unix - - n - - smtp -o biff=no\n")
    let answer = try BuiltProgram.run("diff", good.path, bad.path)
    #expect(answer.status == 2)
    #expect(answer.errors.contains("\(bad.path)/master.cf:1"))
  }
}

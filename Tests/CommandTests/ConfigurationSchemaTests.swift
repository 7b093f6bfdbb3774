// What the commands about configurations write for programs is what docs/schemas say.

import JSONText
import SystemAccess
import TestSupport
import Testing

@Suite("Commands: schemas of configurations")
struct ConfigurationSchemaTests {
  static let hosts = (try? FileReading.names(inDirectory: "\(Repository.root)/Fixtures/hosts").sorted()) ?? []

  private static func check(_ text: some StringProtocol, _ name: String) throws -> JSONValue {
    let json = try JSONReader().read(Array(text.utf8))
    let schema = try JSONSchema(file: "postkeep.\(name)-1.schema.json")
    #expect(schema.problems(of: json) == [], "\(text.prefix(1000))")
    return json
  }

  private static func path(_ host: String) -> String { "\(Repository.root)/Fixtures/hosts/\(host)" }

  @Test("Settings, services and complaints of every kind of host", arguments: hosts)
  func config(host: String) throws {
    for options in [[], ["-n"], ["-d"], ["--for-version", "2.11"]] {
      let answer = try BuiltProgram.run(["config", Self.path(host), "--format", "json"] + options)
      #expect(try Self.check(answer.output, "config")["services"]?.elements?.isEmpty == false)
    }
    let service = try BuiltProgram.run("config", Self.path(host), "--service", "smtp/unix", "--format", "json")
    #expect(try Self.check(service.output, "config")["service"]?.text == "smtp/unix")
  }

  @Test("Differences between every kind of host and a plain one", arguments: hosts)
  func diff(host: String) throws {
    let answer = try BuiltProgram.run("diff", Self.path("example"), Self.path(host), "--format", "json")
    let json = try Self.check(answer.output, "diff")
    #expect(json["changes"]?.elements?.isEmpty == (host == "example"))
  }

  @Test("The rules")
  func rules() throws {
    let answer = try BuiltProgram.run("rules", "list", "--format", "json")
    let rules = try #require(try Self.check(answer.output, "rules")["rules"]?.elements)
    #expect(rules.contains { $0["needs"]?.text != nil } && rules.contains { $0["when"]?.text != nil })
  }

  @Test("Answers that change, of a file and suggested, with a service that one side lacks")
  func differences() throws {
    let directory = try PrivateDirectory()
    try directory.write(
      "{\"service\":\"smtp/inet\"}\n\n{\"service\":\"submission/inet\",\"tls\":true}\n", to: "sessions")
    let sides = [Self.path("example"), Self.path("careless")]
    var lines: [JSONValue] = []
    for options in [[], ["--batch", "\(directory.path)/sessions"]] {
      let answer = try BuiltProgram.run(["trace", "--format", "json"] + options + ["--explain-diff"] + sides)
      lines += try answer.output.split(separator: "\n").map { try Self.check($0, "verdict-diff") }
    }
    #expect(lines.contains { $0["number"] == .null } && lines.contains { $0["number"]?.integer != nil })
    #expect(lines.contains { $0["old"] == .null })
  }
}

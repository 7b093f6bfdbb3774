// postkeep relay and postkeep trace as a user meets them: options, statuses, messages, real output against the schemas.

import JSONText
import SystemAccess
import TestSupport
import Testing

@Suite("Commands: relay, trace")
struct AccessCommandTests {
  /// A small server; "ldap" in the settings makes its answers depend.
  final class Server: Sendable {
    let directory: PrivateDirectory
    var path: String { directory.path }

    init(_ settings: String = "", services: [String] = ["smtp", "submission"]) throws {
      directory = try PrivateDirectory()
      try directory.write(
        """
        compatibility_level = 3.6
        myhostname = mail.local.test
        inet_interfaces = 192.0.2.25
        mydestination = local.test
        mynetworks = 192.0.2.0/28
        local_recipient_maps =
        alias_maps =
        \(settings)

        """, to: "main.cf")
      try directory.write(services.map { "\($0) inet n - n - - smtpd\n" }.joined(), to: "master.cf")
    }

    /// One session, told in text or as --format says.
    func trace(_ options: String...) throws -> BuiltProgram.Answer {
      try BuiltProgram.run(
        ["trace", path, "--client", "203.0.113.5", "--sender", "a@b.example", "--recipient", "c@d.example"] + options)
    }

    func batch(_ lines: String, _ options: String...) throws -> BuiltProgram.Answer {
      try directory.write(lines, to: "sessions.jsonl")
      return try BuiltProgram.run(["trace", path, "--batch", "\(path)/sessions.jsonl"] + options)
    }
  }

  static func schema(_ name: String) throws -> JSONSchema {
    JSONSchema(
      try JSONReader().read(FileReading.contents(of: "\(Repository.root)/docs/schemas/postkeep.\(name)-1.schema.json")))
  }

  // MARK: trace

  @Test("A trace shows the session, every restriction with its line, and the reply")
  func trace() throws {
    let server = try Server("smtpd_relay_restrictions = permit_mynetworks, reject_unauth_destination")
    let answer = try server.trace("--helo", "h.example")
    #expect(answer.status == 0)
    let expected = [
      "smtp/inet", "203.0.113.5, without a verified name", "HELO       h.example", "MAIL FROM  <a@b.example>",
      "RCPT TO    <c@d.example>", "relay      smtpd_relay_restrictions",
      "main.cf:8       permit_mynetworks: no decision",
      "reject: 554 5.7.1 <c@d.example>: Relay access denied",
      "decided by reject_unauth_destination in smtpd_relay_restrictions (main.cf:8)",
    ]
    var rest = answer.output[...]
    for part in expected {
      let found = try #require(rest.firstRange(of: part), "\(part) is not in its place in\n\(answer.output)")
      rest = rest[found.upperBound...]
    }
    #expect(try server.trace("-q").output.hasPrefix("reject: 554"))
  }

  @Test("Network, login and name of the client count")
  func attributes() throws {
    let server = try Server("smtpd_sasl_auth_enable = yes")
    func outcome(_ options: [String]) throws -> String? {
      let answer = try BuiltProgram.run(
        ["trace", server.path, "--format", "json", "--sender", "", "--recipient", "<c@d.example>"] + options)
      #expect(answer.status == 0, "\(answer.errors)")
      return try JSONReader().read(Array(answer.output.utf8))["verdict"]?.text
    }
    #expect(try outcome(["--client", "203.0.113.5,host.example"]) == "defer")
    #expect(try outcome(["--client", "192.0.2.3"]) == "permit")
    #expect(try outcome(["--client", "203.0.113.5", "--sasl-user", "me"]) == "permit")
  }

  @Test(
    "Where no smtpd starts the answer is fatal, with the line",
    arguments: [
      ("foo", "", "(main.cf:8)"), ("= x", "", "missing attribute name"),
      ("", "relay unix - - n - -\n", "(master.cf:2)"), ("", "relay unix - - n x - smtp\n", "invalid"),
    ])
  func fatal(main: String, master: String, problem: String) throws {
    let server = try Server(main, services: ["smtp"])
    try server.directory.write("smtp inet n - n - - smtpd\n\(master)", to: "master.cf")
    for answer in [try server.trace(), try BuiltProgram.run("relay", server.path)] {
      #expect(answer.status == 2)
      #expect(answer.output.contains("fatal") && answer.output.contains(problem), "\(answer.output)")
    }
    #expect(try server.trace("--format", "json").output.contains(#""verdict":"fatal""#))
    let batch = try server.batch("{}\n")
    #expect(batch.status == 2 && batch.output.contains("1 without an smtpd that starts"), "\(batch.output)")
    #expect(try server.batch("{\"expect\":\"fatal\"}\n").status == 0)
  }

  @Test("A service with words that smtpd does not expect does not start, others do")
  func fatalArguments() throws {
    let server = try Server()
    try server.directory.write(
      "smtp inet n - n - - smtpd -o a = b\nsubmission inet n - n - - smtpd\n", to: "master.cf")
    #expect(try server.trace().status == 2)
    #expect(try server.trace("--service", "submission").status == 0)
  }

  @Test("The file of sessions of the documentation passes on a mail server with submission")
  func documentedBatch() throws {
    let page = try Repository.text("docs/sessions.md")
    let example = try #require(page.split(separator: "```").first { $0.contains("# access-tests.jsonl") })
    let directory = try PrivateDirectory()
    try directory.write(String(example), to: "sessions.jsonl")
    let lines = [
      "compatibility_level = 3.6", "myhostname = mail.example.com", "mydestination = example.com",
      "local_recipient_maps =", "alias_maps =",
      "smtpd_relay_restrictions = permit_mynetworks, reject_unauth_destination",
    ]
    try directory.write(lines.joined(separator: "\n") + "\n", to: "main.cf")
    try directory.write(
      """
      smtp inet n - n - - smtpd
      submission inet n - n - - smtpd
        -o smtpd_tls_security_level=encrypt -o smtpd_sasl_auth_enable=yes
        -o smtpd_relay_restrictions=permit_sasl_authenticated,reject

      """, to: "master.cf")
    let answer = try BuiltProgram.run("trace", directory.path, "--batch", "\(directory.path)/sessions.jsonl")
    #expect(answer.status == 0, "\(answer.output)\(answer.errors)")
  }

  @Test("An answer that depends ends with 2 and names what to ask")
  func depends() throws {
    let server = try Server("smtpd_client_restrictions = check_client_access ldap:/etc/postfix/clients.cf")
    let answer = try server.trace("--service", "submission")
    #expect(answer.status == 2)
    #expect(answer.output.contains("postmap -q 203.0.113.5 ldap:/etc/postfix/clients.cf"))
  }

  @Test("A table beside main.cf is looked up by the path that it has on its own server")
  func copiedTable() throws {
    let server = try Server("smtpd_client_restrictions = check_client_access cidr:/etc/postfix/clients")
    try server.directory.write("203.0.113.0/24 REJECT \u{1B}]0;go away\u{7}\n", to: "clients")
    let answer = try server.trace()
    #expect(answer.output.contains("reject: 554 5.7.1"))
    #expect(!answer.output.contains("\u{1B}"))
  }

  @Test("The JSON of a trace is one line that fits its schema")
  func traceSchema() throws {
    let answer = try Server().trace("--format", "json")
    #expect(answer.output.split(separator: "\n").count == 1)
    let json = try JSONReader().read(Array(answer.output.utf8))
    #expect(try Self.schema("verdict").problems(of: json) == [])
    #expect(json["trace"]?.elements?.isEmpty == false)
  }

  @Test("An unknown service is a usage error that lists those there are")
  func unknownService() throws {
    let server = try Server()
    for answer in [
      try server.trace("--service", "smtps"), try server.batch("{}\n", "--service", "smtps"),
      try BuiltProgram.run("relay", server.path, "--service", "smtps"),
    ] {
      #expect(answer.status == 64)
      #expect(answer.errors.contains("smtp/inet, submission/inet"))
      #expect(answer.output == "")
    }
  }

  @Test(
    "Wrong or missing options are usage errors",
    arguments: [
      [], ["--client", "203.0.113.5"], ["--client", "host.example", "--sender", "a@b", "--recipient", "c@d"],
      ["--batch", "-", "--sender", "a@b"], ["--explain-diff", "/etc/postfix"],
      ["-c", "/etc/postfix", "--batch", "-"], ["--explain-diff", "/etc/postfix", "/etc/postfix"],
    ])
  func usage(options: [String]) throws {
    let answer = try BuiltProgram.run(["trace", "/etc/postfix"] + options)
    #expect(answer.status == 64, "\(answer.errors)")
  }

  // MARK: batches

  @Test("A batch answers line by line and ends with 1 when one is not as expected")
  func batch() throws {
    let server = try Server()
    let lines = """
      # regression
      {"recipient":"x@local.test","expect":"permit"}
      {"recipient":"x@other.test","expect":"permit"}
      {"recipient":"x@other.test","expect":"defer"}

      """
    let answer = try server.batch(lines)
    #expect(answer.status == 1)
    #expect(
      answer.output == """
        2: permit
        3: defer 454 4.7.1, expected permit; decided by defer_unauth_destination in smtpd_relay_restrictions (default)
        4: defer 454 4.7.1
        3 sessions, 1 not as expected.

        """)
    #expect(try server.batch(lines.replacing("other.test\",\"expect\":\"permit", with: "local.test")).status == 0)
  }

  @Test("A batch in JSON is a line for each session that fits the schema, with the steps only under -v")
  func batchSchema() throws {
    let server = try Server()
    for (options, isTraced) in [([], false), (["-v"], true)] as [([String], Bool)] {
      try server.directory.write("{\"expect\":\"defer\"}\n\n{\"sender\":\"\"}\n", to: "s")
      let answer = try BuiltProgram.run(
        ["trace", server.path, "--batch", "\(server.path)/s", "--format", "json"] + options)
      #expect(answer.status == 0)
      let lines = try answer.output.split(separator: "\n").map { try JSONReader().read(Array($0.utf8)) }
      #expect(lines.map { $0["session"]?.integer } == [1, 3])
      #expect(lines.map { $0["expect"]?.text } == ["defer", nil])
      for line in lines {
        #expect(try Self.schema("verdict").problems(of: line) == [])
        #expect((line["trace"]?.elements?.isEmpty == false) == isTraced)
      }
    }
  }

  @Test("An answer that depends fails a batch, unless it is expected")
  func batchDepends() throws {
    let server = try Server("smtpd_client_restrictions = check_client_access ldap:/etc/postfix/clients.cf")
    #expect(try server.batch("{}\n").status == 2)
    #expect(try server.batch("{\"expect\":\"depends\"}\n").status == 0)
    #expect(try server.batch("{\"expect\":\"permit\"}\n").status == 1)
  }

  @Test(
    "A bad line is told with file and line; the answers before it are not lost",
    arguments: [
      ("{", "no JSON"), (#"{"recipent":"x"}"#, "did you mean \"recipient\"?"), (#"{"tls":"yes"}"#, "tls"),
      (#"{"service":"smtps"}"#, "smtp/inet, submission/inet"),
    ])
  func badLine(line: String, reason: String) throws {
    let answer = try Server().batch("{}\n\(line)\n{}\n")
    #expect(answer.status == 66)
    #expect(answer.errors.contains("sessions.jsonl:2: "))
    #expect(answer.errors.contains(reason))
    #expect(answer.output.hasPrefix("1: "))
    #expect(!answer.output.contains("3: "))
  }

  @Test("Without a session, or a file that can be read, there is no success")
  func noSessions() throws {
    let server = try Server()
    #expect(try server.batch("\n# nothing\n").status == 66)
    #expect(try BuiltProgram.run("trace", server.path, "--batch", "\(server.path)/missing").status == 66)
    #expect(try BuiltProgram.run("trace", server.path, "--batch", server.path).status == 66)
  }

  // MARK: --explain-diff

  @Test("Answers that change are shown with both sides and what decides")
  func differences() throws {
    let old = try Server("relay_domains = d.example")
    let new = try Server("smtpd_relay_restrictions = permit_mynetworks, reject_unauth_destination")
    try old.directory.write("{\"recipient\":\"c@d.example\"}\n{\"recipient\":\"x@local.test\"}\n", to: "s")
    let arguments = ["trace", "--batch", "\(old.path)/s", "--explain-diff", old.path, new.path]
    let text = try BuiltProgram.run(arguments)
    #expect(text.status == 1)
    #expect(text.output.contains("  - permit"))
    let decision = "reject_unauth_destination in smtpd_relay_restrictions (main.cf:8)"
    #expect(text.output.contains("  + reject 554 5.7.1  \(decision)"))
    #expect(text.output.hasSuffix("1 answer changes.\n"))
    let json = try BuiltProgram.run(arguments + ["--format", "json"])
    let line = try JSONReader().read(Array(json.output.utf8))
    #expect(line["schema"]?.text == "postkeep.verdict-diff/1")
    #expect(line["number"]?.integer == 1)
    for side in ["old", "new"] {
      #expect(try Self.schema("verdict").problems(of: try #require(line[side])) == [])
    }
  }

  @Test("Without a file of sessions at least a stranger's is compared, at every service of both")
  func suggested() throws {
    let old = try Server()
    let new = try Server("smtpd_relay_restrictions = reject", services: ["submission", "smtps"])
    let answer = try BuiltProgram.run("trace", "--explain-diff", old.path, new.path)
    #expect(answer.status == 1)
    #expect(answer.output.contains("submission/inet\n"))
    #expect(!answer.output.contains("smtps/inet\n"))
    let same = try BuiltProgram.run("trace", "--explain-diff", old.path, old.path)
    #expect(same.status == 0)
    #expect(same.output == "No answer changes.\n")
  }

  // MARK: relay

  @Test("relay answers for every service, or for one")
  func relay() throws {
    let server = try Server()
    for (options, services) in [
      ([], ["smtp/inet", "submission/inet"]), (["--service", "submission"], ["submission/inet"]),
    ] {
      let answer = try BuiltProgram.run(["relay", "-c", server.path, "--format", "json"] + options)
      let json = try JSONReader().read(Array(answer.output.utf8))
      #expect(try Self.schema("relay").problems(of: json) == [])
      #expect(json["services"]?.elements?.map { $0["service"]?.text } == services)
      #expect(json["directory"]?.text == server.path)
    }
    #expect(try BuiltProgram.run("relay", server.path).output.hasPrefix("smtp/inet  "))
  }

  @Test("Without master.cf relay cannot tell; without a directory it fails")
  func relayFailures() throws {
    let directory = try PrivateDirectory()
    try directory.write("biff = no\n", to: "main.cf")
    let unsure = try BuiltProgram.run("relay", directory.path)
    #expect(unsure.status == 2)
    #expect(unsure.output.contains("there is no master.cf"))
    for command in [["relay", "/nonexistent"], ["trace", "/nonexistent", "--batch", "-"]] {
      let answer = try BuiltProgram.run(command)
      #expect(answer.status == 66)
      #expect(answer.errors.contains("/nonexistent"))
    }
  }
}

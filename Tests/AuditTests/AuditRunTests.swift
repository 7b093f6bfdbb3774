// How an audit ends, what belongs to it, and which rules it asks.

import ConfigurationDirectory
import PostfixConfig
import SystemAccess
import TestSupport
import Testing

@testable import Audit

@Suite("Audit runs")
struct AuditRunTests {
  private static let bad = SmallAudit.report(
    "minimal_backoff_time = 2h\nmaximal_backoff_time = 30m\n", only: ["QUE002"])
  private static let clean = SmallAudit.report("biff = no\n", only: ["QUE002"])
  private static let half = SmallAudit.report("biff = no\n", master: nil, only: ["QUE002"])

  @Test("The gravest of what happened decides how an audit ends")
  func verdict() {
    func verdict(_ reports: [AuditReport], _ failures: [AuditFailure.Kind] = [], _ limit: FailThreshold = .high)
      -> AuditVerdict
    {
      AuditVerdict(
        AuditRun(reports, failures: failures.map { AuditFailure($0, path: "", "", advice: "") }), failingOn: limit)
    }
    #expect(verdict([Self.clean]) == .clean)
    #expect(verdict([Self.clean, Self.half]) == .incomplete)
    #expect(verdict([Self.half, Self.bad]) == .findings)
    #expect(verdict([Self.bad], [], .critical) == .clean)
    #expect(verdict([Self.bad], [], .never) == .clean)
    #expect(verdict([Self.half, Self.bad], [], .never) == .incomplete)
    #expect(verdict([Self.bad], [.unreadable]) == .unreadable)
    #expect(verdict([Self.bad], [.permission, .unreadable]) == .permission)
  }

  @Test(
    "A path is as the user named it, without what says nothing",
    arguments: [
      (".", "main.cf"), ("./", "main.cf"), ("./etc", "etc/main.cf"), ("././etc//", "etc/main.cf"),
      ("../x", "../x/main.cf"), ("/", "/main.cf"), ("/etc/postfix", "/etc/postfix/main.cf"),
    ])
  func paths(directory: String, path: String) {
    #expect(SmallAudit.report("", directory: directory).path(of: .main) == path)
  }

  @Test("Files of the host have times, those of a copy have none")
  func modificationTimes() throws {
    let directory = try PrivateDirectory()
    try directory.write("x", to: "virtual")
    #expect(HostFiles().modificationTime(of: "\(directory.path)/virtual") == 1_000_000_000)
    #expect(HostFiles().modificationTime(of: "\(directory.path)/absent") == nil)
    #expect(CopiedFiles(directory: directory.path).modificationTime(of: "/etc/postfix/virtual") == nil)
  }

  @Test("In a copy, files of the configuration directory are looked up; others cannot be told")
  func copiedFiles() throws {
    let directory = try PrivateDirectory()
    try directory.write("x", to: "virtual")
    let files = CopiedFiles(directory: directory.path)
    guard case .present = files.state(of: "/etc/postfix/virtual") else { throw TestFailure("virtual") }
    guard case .present = files.state(of: "\(directory.path)/virtual") else { throw TestFailure("by its own name") }
    guard case .missing = files.state(of: "/etc/postfix/absent") else { throw TestFailure("absent") }
    for path in ["/etc/aliases", "/etc/passwd", "/etc/postfix/../passwd", "/etc/postfixed/x", "virtual"] {
      guard case .unknown(let reason) = files.state(of: path) else { throw TestFailure(path) }
      #expect(reason.contains(path))
      #expect(files.content(of: path) == nil)
    }
  }

  @Test("A copy is audited without this host's name, addresses and distribution, for the newest release known")
  func copiesOwnNothing() throws {
    let directory = try PrivateDirectory()
    try directory.write("biff = no\n", to: "main.cf")
    let input = try AuditedDirectory(directory.path).input
    #expect(input.host == nil)
    #expect(input.build == PostfixBuild(ReleaseFacts.known.newest))
    #expect(input.versionSource == .newest)
    #expect(try AuditedDirectory(directory.path, version: PostfixVersion(2, 11)).input.versionSource == .option)
  }

  @Test("Rules are chosen by id or name, in any case; a mistyped one is told with the nearest")
  func choice() throws {
    let book = try RuleBook(RuleBook.embeddedFiles)
    #expect(try book.ids(of: ["que002", "backoff-inverted", "RLY001"], for: "--only") == ["QUE002", "RLY001"])
    let failure = #expect(throws: AuditFailure.self) { try book.ids(of: ["QUE002", "backof-inverted"], for: "--skip") }
    #expect(failure?.kind == .usage)
    #expect(
      failure?.description == "--skip: there is no rule \"backof-inverted\"\n  Did you mean QUE002 backoff-inverted?")
  }
}

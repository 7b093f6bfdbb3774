// Little servers with what an audit must say about each: folders in Fixtures/hosts with an expected.txt.
//
// A line of expected.txt is "main.cf:12 RLY001", "main.cf RLY007" for a default, or "version 3.5.25" for the version.
// Re-record with POSTKEEP_RECORD=1 and review the diff.

import Audit
import Bytes
import ConfigurationDirectory
import Glibc
import MessageSelections
import PostfixConfig
import SystemAccess
import TestSupport
import Testing

struct HostFixture: Sendable, CustomTestStringConvertible {
  let name: String
  var testDescription: String { name }
  var folder: String { "\(Repository.root)/Fixtures/hosts/\(name)" }

  static let all: [HostFixture] = ((try? FileReading.names(inDirectory: "\(Repository.root)/Fixtures/hosts")) ?? [])
    .map { HostFixture(name: $0) }

  var expectedLines: [String] {
    let bytes = (try? FileReading.contents(of: "\(folder)/expected.txt")) ?? []
    return String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
  }

  var version: PostfixVersion {
    let line = expectedLines.first { $0.hasPrefix("version ") }
    return line.flatMap { PostfixVersion(String($0.dropFirst("version ".count))) } ?? PostfixVersion(3, 11, 7)
  }

  func report(_ profile: Profile = .default) throws -> AuditReport {
    let source = try ConfigurationDirectory(folder)
    return Audit(RuleCase.all.map(\.rule), Audit.Selection(profile: profile)).report(
      on: AuditInput(
        directory: "Fixtures/hosts/\(name)", main: source.main, master: source.master, build: PostfixBuild(version),
        versionSource: .option, host: nil, files: FixtureFiles(folder: folder), today: RuleExampleTests.today))
  }
}

/// Files of a fixture: those in its folder stand for /etc/postfix; nothing else exists.
struct FixtureFiles: ReferencedFiles {
  let folder: String

  private func place(_ path: String) -> String { path.replacing("/etc/postfix/", with: "\(folder)/") }
  func state(of path: String) -> FileState { FileReading.exists(place(path)) ? .present : .missing }
  func content(of path: String) -> [UInt8]? { try? FileReading.contents(of: place(path)) }
}

@Suite("Host fixtures")
struct HostFixtureTests {
  @Test("A little server gets exactly the findings that it should", arguments: HostFixture.all)
  func findings(_ host: HostFixture) throws {
    let found = try host.report().findings.map { finding in
      finding.location.file.rawValue + (finding.line.map { ":\($0)" } ?? "") + " \(finding.rule.id)"
    }
    let expected = host.expectedLines.filter { !$0.hasPrefix("version ") && !$0.hasPrefix("#") }
    if Host.environment("POSTKEEP_RECORD") != nil {
      let head = host.expectedLines.filter { $0.hasPrefix("version ") || $0.hasPrefix("#") }
      try FileWriting.write(Array((head + found).map { $0 + "\n" }.joined().utf8), to: "\(host.folder)/expected.txt")
    }
    #expect(found == expected)
  }

  @Test("A ruined server gets every one of the findings that it was ruined for")
  func ruined() throws {
    let findings = try #require(HostFixture.all.first { $0.name == "ruined" }).report().findings
    let wanted = [
      ("RLY001", 7), ("AUT002", 10), ("QUE002", 14), ("QUE006", 15), ("PAR002", 17), ("PAR004", 19), ("PAR028", 21),
    ]
    for (rule, line) in wanted {
      #expect(findings.contains { $0.rule.id == rule && $0.line == line }, "\(rule) at line \(line)")
    }
    #expect(findings.contains { $0.rule.id == "VER001" })
  }
}

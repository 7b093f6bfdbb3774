// The facts that the program carries are whole.

import Bytes
import PostfixConfig
import TestSupport
import Testing

@Suite("Facts")
struct FactsTests {
  @Test("All parameters are read, each once and in order")
  func parameters() {
    let parameters = ParameterFacts.known.parameters
    #expect(parameters.count == 971)
    #expect(zip(parameters, parameters.dropFirst()).allSatisfy { $0.name < $1.name })
    #expect(ParameterFacts.known["maximal_queue_lifetime"]?.kind == .time(defaultUnit: UInt8(ascii: "d")))
    #expect(ParameterFacts.known["smtpd_timeout"]?.programs == ["smtpd"])
    #expect(ParameterFacts.known["no_such_parameter"] == nil)
  }

  @Test("Every line of the fact files is understood", arguments: ["parameters.facts", "releases.facts"])
  func lines(file: String) throws {
    let text = try Repository.text("Sources/Postfix/PostfixConfig/Facts/\(file)")
    let lines = text.split(separator: "\n").filter { !$0.hasPrefix("#") }
    let facts = ReleaseFacts.known
    if file == "releases.facts" {
      #expect(facts.branches.count + facts.releases.count + facts.fixes.count + facts.shipments.count == lines.count)
    } else {
      let heads = lines.filter {
        !$0.hasPrefix("\t") && $0.split(separator: "\t", omittingEmptySubsequences: false).count == 10
      }
      #expect(heads.count == ParameterFacts.known.parameters.count)
    }
  }

  @Test("Support of a branch ends when its fourth successor comes")
  func support() {
    let facts = ReleaseFacts.known
    let ended = facts.branches.filter { $0.supportEnds != nil }.map(\.version)
    #expect(ended.contains(PostfixVersion(3, 7)))
    #expect(!ended.contains(PostfixVersion(3, 8)))
    #expect(facts.newest == PostfixVersion(3, 11, 7))
    #expect(facts.newest(of: PostfixVersion(3, 7)) == PostfixVersion(3, 7, 22))
  }

  @Test(
    "A fix is known by branch: repaired there, or never",
    arguments: [
      (PostfixVersion(3, 7, 10), false), (PostfixVersion(3, 7, 9), true), (PostfixVersion(3, 9, 0), false),
      (PostfixVersion(3, 4, 20), true), (PostfixVersion(2, 11, 11), true),
    ])
  func fixes(version: PostfixVersion, affected: Bool) throws {
    let smuggling = try #require(ReleaseFacts.known.fixes.first { $0.id == "CVE-2023-51764" })
    #expect(smuggling.affects(version) == affected)
  }

  @Test(
    "Versions are numbers, snapshots count as their release",
    arguments: [
      ("3.7.11", PostfixVersion(3, 7, 11)), ("3.10", PostfixVersion(3, 10)), ("3.12-20260821", PostfixVersion(3, 12)),
    ])
  func versions(text: String, expected: PostfixVersion) {
    #expect(PostfixVersion(text) == expected)
  }

  @Test("What is no version is refused", arguments: ["", "3", "3.", ".7", "3.7.11.2", "3.x", "999999999.1", "-"])
  func noVersions(text: String) {
    #expect(PostfixVersion(text) == nil)
  }
}

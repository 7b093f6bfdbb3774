// What we say about a session is what smtpd says: thousands of generated sessions through both.
//
// POSTKEEP_SESSIONS and POSTKEEP_SEED choose more and others. A difference is shrunk before it is shown.

import Access
import AccessPolicy
import Bytes
import LiveSMTPD
import PostfixConfig
import SystemAccess
import TestSupport
import Testing

@Suite("Differential: smtpd", .enabled(if: RealSMTPD.isAvailable, "needs root and a network namespace"))
struct AccessDifferentialTests {
  static let sessions = Int(Host.environment("POSTKEEP_SESSIONS") ?? "") ?? 3000
  static let seed = UInt64(Host.environment("POSTKEEP_SEED") ?? "") ?? 20_261_126
  static let sessionsPerConfiguration = 15
  static let lanes = 8

  @Test("Generated sessions are judged as smtpd answers them")
  func generatedSessions() throws {
    let differential = AccessDifferential { configuration, sources in
      let policy = AccessPolicy(configuration, sources: sources)
      return { session in
        policy.verdict(for: session, tracing: true)
          ?? AccessVerdict(service: "none", outcome: .fatal, reply: nil, stage: nil, decidedBy: nil)
      }
    }
    let collected = Collected<AccessDifferential.Outcomes>()
    let shown = Collected<String>()
    try Self.forEachConfiguration(sessions: Self.sessions) { configuration, sessions, directory in
      let outcomes = try differential.compare(configuration, sessions, in: directory)
      collected.add(outcomes)
      if let difference = outcomes.differences.first, shown.elements.count < 5 {
        shown.add("\(try differential.shrink(difference, in: directory))")
      }
    }
    let counts = Self.sum(collected.elements.map(\.counts))
    print("sessions: \(counts)\nunknowns: \(Self.sum(collected.elements.map(\.unknowns)))")
    let differences = collected.elements.reduce(0) { $0 + $1.differences.count }
    for difference in shown.elements { Issue.record("one of \(differences) differences\n\(difference)") }
    #expect(differences == 0)
    #expect(counts["of these, it depends", default: 0] < Self.sessions / 10, "too much is said to depend")
  }

  @Test("A session gets the same answer from a fresh smtpd as after others")
  func sessionsAreIndependent() throws {
    let answers = Collected<LiveAnswer>()
    let differences = Collected<String>()
    try Self.forEachConfiguration(sessions: min(Self.sessions, 600)) { configuration, sessions, directory in
      let together = try RealSMTPD.ask(configuration, sessions, in: directory)
      let apart = try RealSMTPD.ask(configuration, sessions, in: directory, isolated: true)
      for (session, (first, second)) in zip(sessions, zip(together, apart)) {
        answers.add(first)
        if first != second { differences.add("\(session.shown)\n\(first)\n\(second)\n\(configuration)") }
      }
    }
    for difference in differences.elements.prefix(3) { Issue.record("\(difference)") }
    #expect(differences.elements.isEmpty)
    // Nothing is proved by sessions that all end alike.
    let counts = Self.sum(answers.elements.map { [$0.outcome?.rawValue ?? "not asked": 1] })
    print("real answers: \(counts)")
    for outcome in ["permit", "reject", "defer"] { #expect(counts[outcome, default: 0] > answers.elements.count / 12) }
    #expect(counts["fatal", default: 0] > 0)
    #expect(counts["not asked", default: 0] < answers.elements.count / 10)
  }

  @Test("A wrong evaluator is caught, and shown by a small configuration")
  func wrongEvaluatorIsCaught() throws {
    // Whoever believes this believes that nobody is ever refused.
    let differential = AccessDifferential { _, _ in
      { _ in AccessVerdict(service: "smtp/inet", outcome: .permit, reply: nil, stage: nil, decidedBy: nil) }
    }
    let collected = Collected<AccessDifferential.Outcomes>()
    try Self.forEachConfiguration(sessions: 150) { configuration, sessions, directory in
      collected.add(try differential.compare(configuration, sessions, in: directory))
    }
    let differences = collected.elements.flatMap(\.differences)
    #expect(differences.count > 50)
    let refused = try #require(differences.first { $0.real.outcome == .reject })
    let smallest = try differential.shrink(refused, in: try PrivateDirectory())
    #expect(smallest.real.outcome == .reject)
    #expect(smallest.configuration.pair.main.count < 200, "\(smallest)")
  }

  /// Configurations with their sessions, in several threads with a directory each.
  static func forEachConfiguration(
    sessions: Int,
    _ body: @escaping @Sendable (AccessConfiguration, [AccessSession], PrivateDirectory) throws -> Void
  ) throws {
    let configurations = (sessions + sessionsPerConfiguration - 1) / sessionsPerConfiguration
    try Lanes.run(lanes) { lane in
      let directory = try PrivateDirectory()
      for number in stride(from: lane, to: configurations, by: lanes) {
        let seed = Self.seed &+ UInt64(number) &* 1_000_003
        var generator = AccessConfigurationGenerator(seed: seed)
        let configuration = generator.next()
        var visitors = AccessSessionGenerator(for: configuration, seed: seed &+ 1)
        let sessions = (0..<sessionsPerConfiguration).map { _ in visitors.next() }
        try body(configuration, sessions, directory)
      }
    }
  }

  private static func sum(_ counts: [[String: Int]]) -> [String: Int] {
    counts.reduce(into: [:]) { $0.merge($1, uniquingKeysWith: +) }
  }
}

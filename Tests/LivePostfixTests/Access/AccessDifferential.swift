// Compares what an evaluator says with what smtpd says, and makes a difference small.

import Access
import AccessPolicy
import Bytes
import LiveSMTPD
import PostfixConfig
import SystemAccess
import TestSupport

struct AccessDifferential: Sendable {
  /// Reads a configuration once and judges sessions.
  typealias Judge = @Sendable (Configuration, TableSources) -> @Sendable (AccessSession) -> AccessVerdict

  let judge: Judge

  /// A configuration and a session that the two disagree on.
  struct Difference: Sendable, CustomStringConvertible {
    var configuration: AccessConfiguration
    var session: AccessSession
    var real: LiveAnswer
    var verdict: AccessVerdict

    var description: String {
      let said = real.decidingReply.map { "\($0.code) \($0.status) \($0.text)" } ?? real.fatal?.description ?? ""
      let steps = verdict.trace.map {
        "  \($0.stage.rawValue) \($0.list) \($0.restriction): \($0.result) \($0.findings)"
      }
      return """
        smtpd: \(real.summary) (\(said)) permitted by \(real.permittedBy)
        ours:  \(verdict.summary) \(verdict.reply?.line ?? "")
        \(session.shown)
        \(configuration)
        --- trace
        \(steps.joined(separator: "\n"))
        """
    }
  }

  /// What became of one configuration's sessions.
  struct Outcomes: Sendable {
    var differences: [Difference] = []
    var counts: [String: Int] = [:]
    var unknowns: [String: Int] = [:]
  }

  func compare(
    _ configuration: AccessConfiguration, _ sessions: [AccessSession], in directory: PrivateDirectory
  ) throws -> Outcomes {
    var outcomes = Outcomes()
    let answers = try RealSMTPD.ask(configuration, sessions, in: directory)
    let read = configuration.configuration(in: directory.path, build: try RealSMTPD.build.get())
    // Coming in by the side door, smtpd looks no more at the client where inet_interfaces names addresses.
    let smtpd = read.services.first { $0.program == "smtpd" }
    let isImmediate = read.value("smtpd_delay_reject", in: smtpd)?.text == "no"
    if isImmediate, read.value("inet_interfaces")?.text != "all" {
      outcomes.counts["not asked"] = sessions.count
      return outcomes
    }
    let verdict = judge(read, configuration.sources(in: directory.path))
    for (session, answer) in zip(sessions, answers) {
      let ours = verdict(session)
      outcomes.counts[answer.outcome?.rawValue ?? "not asked", default: 0] += 1
      guard answer.outcome != nil else { continue }
      // XCLIENT tells of the login when the client connects; a real one logs in later.
      if isImmediate, session.saslUsername != nil { continue }
      if ours.outcome == .depends {
        outcomes.counts["of these, it depends", default: 0] += 1
        for unknown in ours.unknowns {
          outcomes.unknowns["\(unknown.kind.rawValue) \(unknown.subject)", default: 0] += 1
        }
      } else if ours.reply == nil ? ours.outcome != answer.outcome : ours.summary != answer.summary {
        outcomes.differences.append(
          Difference(configuration: configuration, session: session, real: answer, verdict: ours))
      }
    }
    return outcomes
  }

  /// The smallest configuration and the plainest session that still differ.
  func shrink(_ difference: Difference, in directory: PrivateDirectory) throws -> Difference {
    var best = difference
    func stillDiffers(_ configuration: AccessConfiguration, _ session: AccessSession) throws -> Bool {
      guard let smaller = try compare(configuration, [session], in: directory).differences.first,
        smaller.real.outcome == difference.real.outcome, smaller.verdict.outcome == difference.verdict.outcome
      else { return false }
      best = smaller
      return true
    }
    for session in best.session.plainer { _ = try stillDiffers(best.configuration, session(best.session)) }
    for pieces in [Shrinker.Pieces.lines, .words] {
      _ = try Shrinker.reduce(best.configuration.pair.main, by: pieces) { main in
        var smaller = best.configuration
        smaller.pair.main = main
        return try stillDiffers(smaller, best.session)
      }
      for name in best.configuration.files.keys.sorted() {
        guard let content = best.configuration.files[name] else { continue }
        _ = try Shrinker.reduce(content, by: pieces) { content in
          var smaller = best.configuration
          smaller.files[name] = content.isEmpty ? nil : content
          return try stillDiffers(smaller, best.session)
        }
      }
      _ = try Shrinker.reduce(best.configuration.pair.master ?? [], by: .lines) { master in
        var smaller = best.configuration
        smaller.pair.master = master
        return try stillDiffers(smaller, best.session)
      }
    }
    return best
  }
}

extension AccessSession {
  var shown: String {
    func text(_ bytes: ByteString?) -> String { bytes.map { $0.description.debugDescription } ?? "none" }
    return "session: address \(clientAddress), name \(text(clientName)), helo \(text(helo)), login "
      + "\(text(saslUsername)), sender \(text(sender)), recipient \(text(recipient))"
  }

  /// Ways to take something away.
  fileprivate var plainer: [(AccessSession) -> AccessSession] {
    func with(_ change: @escaping (inout AccessSession) -> Void) -> (AccessSession) -> AccessSession {
      { session in
        var session = session
        change(&session)
        return session
      }
    }
    let stranger = AccessSession()
    return [
      with {
        $0.saslMethod = nil; $0.saslUsername = nil
      }, with { $0.clientName = nil },
      with { $0.helo = stranger.helo }, with { $0.clientAddress = stranger.clientAddress },
      with { $0.sender = stranger.sender }, with { $0.recipient = stranger.recipient },
    ]
  }
}

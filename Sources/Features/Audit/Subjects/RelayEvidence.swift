// What the relay proof says of a service, for rules, and the way that proves it.

import AccessPolicy
import Bytes
import Conditions
import ConfigurationDirectory
import PostfixConfig
import Synchronization

struct RelayEvidence {
  let answer: RelayAnswer

  init(_ answer: RelayAnswer) { self.answer = answer }

  func value(of attribute: ServiceAttribute) -> Value {
    switch attribute {
    case .relay: .text(ByteString(answer.verdict.rawValue))
    case .relayBy: answer.decidedBy.map { .text($0.restriction) } ?? .absent
    case .relayExample: answer.example.map { .text(Self.words(for: $0)) } ?? .absent
    case .relayProblem: answer.problem.map { .text(ByteString($0.message)) } ?? .absent
    case .relayMeans: .list(answer.means.map { .text(ByteString($0.rawValue)) })
    case .relayRemarks: .list(answer.remarks.map { .text(ByteString($0.kind.rawValue)) })
    default: .list(answer.unknowns.map { .text($0.subject + ($0.key.isEmpty ? "" : " for " + $0.key)) })
    }
  }

  /// "from 203.0.113.5, sender <a@b.example>, recipient <c@d.example>".
  static func words(for session: AccessSession) -> ByteString {
    var words = "from " + session.clientAddress
    if let name = session.clientName { words += " (" + name + ")" }
    if let helo = session.helo { words += ", helo " + helo }
    return words + ", sender <" + session.sender + ">, recipient <" + session.recipient + ">"
  }

  /// The steps of the example that say something, one a line.
  var lines: [String] {
    answer.trace.filter { $0.result != "no decision" || !$0.findings.isEmpty }.map { step in
      var line = "\(step.stage.rawValue): \(step.restriction) → \(step.result)"
      if let place = step.place { line += " (\(place.file):\(place.line))" }
      if !step.findings.isEmpty { line += "; " + step.findings.map(\.description).joined(separator: "; ") }
      return line
    }
  }

  var span: SourceSpan? { (answer.decidedBy?.place ?? answer.problem?.place)?.span }
}

/// The proof of one audit and what else the lists and tables of domains tell, made when the first rule asks.
final class RelayProofs: Sendable {
  private let configuration: Configuration
  private let files: any ReferencedFiles
  private let known = Mutex(Known())

  private struct Known {
    var policy: AccessPolicy?
    var answers: [String: RelayAnswer]?
    var sharedDomains: [SharedDomain]?
  }

  init(_ configuration: Configuration, _ files: any ReferencedFiles) {
    self.configuration = configuration
    self.files = files
  }

  func answer(for service: String) -> RelayAnswer? {
    known.withLock { known in
      if let answers = known.answers { return answers[service] }
      let found = Dictionary(policy(&known).relayAnswers().map { ($0.service, $0) }) { first, _ in first }
      known.answers = found
      return found[service]
    }
  }

  /// Domains that are in two lists, of which only the first decides.
  var sharedDomains: [SharedDomain] {
    known.withLock { known in
      if let domains = known.sharedDomains { return domains }
      let found = policy(&known).sharedDomains
      known.sharedDomains = found
      return found
    }
  }

  private func policy(_ known: inout Known) -> AccessPolicy {
    if let policy = known.policy { return policy }
    let policy = AccessPolicy(configuration, sources: files.tableSources(of: configuration), toleratesBrokenLines: true)
    known.policy = policy
    return policy
  }
}

// Puts findings that follow from one setting under the finding about that setting.
//
// A missing compatibility_level gives many parameters old defaults. The reader repairs one line, so he reads one
// finding; the others are listed under it, and lend it their severity.

import Bytes
import PostfixConfig

struct RootCauses {
  private let configuration: Configuration

  init(_ configuration: Configuration) { self.configuration = configuration }

  /// In the order of the files; defaults come last.
  func grouped(_ findings: [Finding]) -> [Finding] {
    var roots = findings
    if let cause = roots.firstIndex(where: { $0.parameter == "compatibility_level" }) {
      let consequences = roots.indices.filter { follows(roots[$0]) }
      if !consequences.isEmpty {
        let root = roots[cause]
        let derived = consequences.map { roots[$0] }
        roots[cause] = root.adding(consequences: derived, evidence: [])
        for index in consequences.reversed() { roots.remove(at: index) }
      }
    }
    return withProofs(roots).enumerated().sorted { left, right in
      switch (left.element.location.span, right.element.location.span) {
      case (let first?, let second?) where first != second: first < second
      case (.some, nil): true
      case (nil, .some): false
      default: left.offset < right.offset
      }
    }.map(\.element)
  }

  /// Rules about one way to become an open relay; the proof that it is one belongs below them.
  private static let relayCauses: Set<String> = [
    "RLY001", "RLY002", "RLY006", "RLY008", "RLY009", "RLY010", "RLY012", "RLY014", "RLY019", "RLY020", "RLY023",
  ]
  private static let relayProofs: Set<String> = ["RLY031", "RLY032"]

  /// The proof that relay_domains has more than it shows belongs below the rule that names the element.
  private static let wideProof = "RLY038"
  private static let wideCause = "RLY009"

  /// Rules about one value that a program dies of, and the proof that an smtpd is that program.
  private static let fatalCauses: Set<String> = ["PAR008", "PAR030", "RLY005"]
  private static let fatalProof = "RLY035"

  private static func causes(_ finding: Finding, _ proof: Finding) -> Bool {
    if proof.rule.id == fatalProof {
      return fatalCauses.contains(finding.rule.id)
        && (finding.rule.id == "RLY005" || proof.message.contains(finding.parameter))
    }
    if proof.rule.id == wideProof { return finding.rule.id == wideCause }
    return relayProofs.contains(proof.rule.id) && relayCauses.contains(finding.rule.id)
  }

  private func withProofs(_ findings: [Finding]) -> [Finding] {
    var roots = findings
    let proofs = Self.relayProofs.union([Self.wideProof, Self.fatalProof])
    for proof in findings where proofs.contains(proof.rule.id) {
      let causes = roots.indices.filter { index in
        Self.causes(roots[index], proof)
          && (roots[index].services.isEmpty || !Set(roots[index].services).isDisjoint(with: proof.services))
      }
      guard let cause = causes.max(by: { roots[$0].severity < roots[$1].severity }),
        let place = roots.firstIndex(where: { $0.rule.id == proof.rule.id && $0.services == proof.services })
      else { continue }
      roots[cause] = roots[cause].adding(consequences: [proof], evidence: proof.evidence)
      roots.remove(at: place)
    }
    return roots
  }

  private func follows(_ finding: Finding) -> Bool {
    finding.parameter != "compatibility_level" && finding.location.span == nil
      && configuration.followsCompatibilityLevel(ByteString(finding.parameter))
  }
}

extension Finding {
  /// With findings that follow from it, which lend it their severity.
  fileprivate func adding(consequences more: [Finding], evidence moreEvidence: [String]) -> Finding {
    Finding(
      rule: rule, severity: max(severity, more.map(\.severity).max() ?? severity), message: message, location: location,
      parameter: parameter, services: services, fixCommands: fixCommands, fixText: fixText,
      holdsSecret: holdsSecret, evidence: evidence.isEmpty ? moreEvidence : evidence, consequences: consequences + more)
  }
}

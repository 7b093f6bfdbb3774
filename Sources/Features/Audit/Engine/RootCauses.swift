// Puts findings that follow from another one under it.
//
// The reader repairs one line, so he reads one finding; what goes away with it is listed there, and lends it its
// severity. A missing compatibility_level gives many parameters old defaults; the other causes are named by the rules.

import Bytes
import PostfixConfig

struct RootCauses {
  private let configuration: Configuration

  init(_ configuration: Configuration) { self.configuration = configuration }

  /// In the order of the files; defaults come last.
  func grouped(_ findings: [Finding]) -> [Finding] {
    var causes = [Int?](repeating: nil, count: findings.count)
    func root(of index: Int) -> Int {
      var index = index
      while let cause = causes[index] { index = cause }
      return index
    }
    for (index, finding) in findings.enumerated() {
      let candidates = findings.indices.filter {
        root(of: $0) != index && isExplained(finding, by: findings[$0])
      }
      // The worst, and of several the first.
      causes[index] = candidates.min { findings[$0].severity > findings[$1].severity }
    }
    var roots: [Int: Finding] = [:]
    for index in findings.indices where causes[index] == nil { roots[index] = findings[index] }
    for index in findings.indices where causes[index] != nil {
      let root = root(of: index)
      roots[root] = roots[root]?.explaining(findings[index])
    }
    return roots.sorted { left, right in
      switch (left.value.location.span, right.value.location.span) {
      case (let first?, let second?) where first != second: first < second
      case (.some, nil): true
      case (nil, .some): false
      default: left.key < right.key
      }
    }.map(\.value)
  }

  private func isExplained(_ finding: Finding, by cause: Finding) -> Bool {
    if finding.rule.followsFrom.explain(finding, by: cause) { return true }
    return cause.parameter == "compatibility_level" && finding.parameter != "compatibility_level"
      && finding.location.span == nil && configuration.followsCompatibilityLevel(ByteString(finding.parameter))
  }
}

extension Finding {
  /// With one that follows from it, which lends it its severity and its proof.
  fileprivate func explaining(_ effect: Finding) -> Finding {
    var consequences = consequences
    if let known = consequences.firstIndex(where: { $0.rule.id == effect.rule.id && $0.message == effect.message }) {
      consequences[known].services += effect.services.filter { !consequences[known].services.contains($0) }
    } else {
      consequences.append(effect)
    }
    return Finding(
      rule: rule, severity: max(severity, effect.severity), message: message, location: location,
      parameter: parameter, services: services, fixCommands: fixCommands, fixText: fixText,
      holdsSecret: holdsSecret, evidence: evidence.isEmpty ? effect.evidence : evidence,
      consequences: consequences)
  }
}

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
    let findings = Self.inOrder(findings)
    var causes = [Int?](repeating: nil, count: findings.count)
    func root(of index: Int) -> Int {
      var index = index
      while let cause = causes[index] { index = cause }
      return index
    }
    // A rule with a finding in each of 50,000 lines explains none of another's.
    let byRule = Dictionary(grouping: findings.indices) { findings[$0].rule.id }.filter { $0.value.count <= Self.most }
    let levels = findings.indices.filter { findings[$0].parameter == Self.level }
    func candidates(for index: Int) -> [Int] {
      let finding = findings[index]
      let named = finding.rule.followsFrom.ids.flatMap { byRule[$0] ?? [] }.filter {
        finding.rule.followsFrom.explain(finding, by: findings[$0])
      }
      // One table is repaired once, however many parameters name it.
      let earlier = finding.table.isEmpty ? [] : (byRule[finding.rule.id] ?? []).prefix { $0 < index }
      return named + earlier.filter { findings[$0].table == finding.table } + (followsLevel(finding) ? levels : [])
    }
    for index in findings.indices {
      // The worst, and of several the first.
      causes[index] = candidates(for: index).filter { root(of: $0) != index }.min {
        (findings[$1].severity, $0) < (findings[$0].severity, $1)
      }
    }
    var roots: [Int: Finding] = [:]
    for index in findings.indices where causes[index] == nil { roots[index] = findings[index] }
    for index in findings.indices where causes[index] != nil {
      let root = root(of: index)
      roots[root] = roots[root]?.explaining(findings[index])
    }
    return findings.indices.compactMap { roots[$0] }
  }

  private static func inOrder(_ findings: [Finding]) -> [Finding] {
    findings.enumerated().sorted { left, right in
      switch (left.element.location.span, right.element.location.span) {
      case (let first?, let second?) where first < second || second < first: first < second
      case (.some, nil): true
      case (nil, .some): false
      default: left.offset < right.offset
      }
    }.map(\.element)
  }

  private static let most = 500
  private static let level = "compatibility_level"

  private func followsLevel(_ finding: Finding) -> Bool {
    finding.parameter != Self.level && finding.location.span == nil
      && configuration.followsCompatibilityLevel(ByteString(finding.parameter))
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
      parameter: parameter, table: table, services: services, fixCommands: fixCommands, fixText: fixText,
      holdsSecret: holdsSecret, evidence: evidence.isEmpty ? effect.evidence : evidence,
      consequences: consequences)
  }
}

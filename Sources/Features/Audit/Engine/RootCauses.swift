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
        roots[cause] = Finding(
          rule: root.rule, severity: max(root.severity, derived.map(\.severity).max() ?? root.severity),
          message: root.message, location: root.location, parameter: root.parameter, services: root.services,
          fixCommands: root.fixCommands, fixText: root.fixText, consequences: derived)
        for index in consequences.reversed() { roots.remove(at: index) }
      }
    }
    return roots.enumerated().sorted { left, right in
      switch (left.element.location.span, right.element.location.span) {
      case (let first?, let second?) where first != second: first < second
      case (.some, nil): true
      case (nil, .some): false
      default: left.offset < right.offset
      }
    }.map(\.element)
  }

  private func follows(_ finding: Finding) -> Bool {
    finding.parameter != "compatibility_level" && finding.location.span == nil
      && configuration.followsCompatibilityLevel(ByteString(finding.parameter))
  }
}

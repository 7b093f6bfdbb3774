// A rule as SARIF describes it: a reportingDescriptor.

import JSONText

struct SARIFRule {
  /// Beginnings of ids whose rules are about attacks; the others are about mail that gets lost, late or stuck. Code hosts
  /// sort findings of the first kind by a number of their own.
  private static let securityGroups = ["RLY", "AUT", "TLS", "PRO", "SPM", "RES", "FIL", "VER"]

  private let rule: Rule

  init(_ rule: Rule) { self.rule = rule }

  func write(to json: inout JSONWriter) {
    json.object { json in
      json.member("id", rule.id)
      json.member("name", rule.name)
      json.object("shortDescription") { $0.member("text", rule.title) }
      json.object("fullDescription") { $0.member("text", rule.why) }
      json.object("help") { json in
        json.member("text", text)
        json.member("markdown", markdown)
      }
      json.object("defaultConfiguration") { $0.member("level", rule.severity.sarifLevel) }
      json.object("properties") { json in
        json.member("tags", ["postfix", rule.group] + (isAboutSecurity ? ["security"] : []))
        json.member("severity", rule.severity.rawValue)
        if isAboutSecurity { json.member("security-severity", rule.severity.sarifSecuritySeverity) }
        json.member("precision", precision)
      }
    }
  }

  private var isAboutSecurity: Bool { Self.securityGroups.contains { rule.id.hasPrefix($0) } }

  private var text: String {
    var lines = [rule.why]
    lines += rule.fix.lines.map { "Fix: \($0)" }
    if !rule.references.isEmpty { lines.append("See: \(rule.references.joined(separator: ", "))") }
    return lines.joined(separator: "\n")
  }

  private var markdown: String {
    var parts = ["**\(rule.title)**", rule.why]
    let commands = rule.fix.lines.filter { $0.hasPrefix("postconf ") }
    if !commands.isEmpty { parts.append("```sh\n" + commands.joined(separator: "\n") + "\n```") }
    parts += rule.fix.lines.filter { !$0.hasPrefix("postconf ") }
    if !rule.references.isEmpty { parts.append("See: \(rule.references.joined(separator: ", "))") }
    return parts.joined(separator: "\n\n")
  }

  /// How often it is right, in the words of GitHub.
  private var precision: String {
    switch rule.confidence {
    case .certain: "very-high"
    case .likely: "high"
    case .possible: "medium"
    }
  }
}

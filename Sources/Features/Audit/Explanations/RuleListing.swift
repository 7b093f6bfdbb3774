// The list of all rules, for people in columns and for programs as JSON.

import Bytes
import Conditions
import JSONText

public struct RuleListing {
  static let schema = "postkeep.rules/1"

  private let rules: [Rule]
  private let profile: Profile?

  /// - Parameter profile: only the rules of this one; nil for all.
  public init(_ book: RuleBook, profile: Profile? = nil) {
    self.profile = profile
    rules = book.rules.filter { rule in profile.map(rule.profiles.contains) ?? true }
  }

  /// Id, severity, profiles, name and title in columns, then a line that counts.
  public var text: String {
    let rows = rules.map { rule in
      [rule.id, rule.severity.rawValue, Self.profiles(of: rule), rule.name, rule.title]
    }
    let widths = (0..<4).map { column in rows.map { PrintableText.width($0[column]) }.max() ?? 0 }
    let lines = rows.map { row in
      let cells = (0..<4).map { column in
        row[column] + String(repeating: " ", count: widths[column] - PrintableText.width(row[column]))
      }
      return cells.joined(separator: "  ") + "  " + row[4]
    }
    return (lines + [counts]).map { $0 + "\n" }.joined()
  }

  /// "12 rules: 10 asked, 2 skipped (need file system, network)".
  private var counts: String {
    let needs = rules.compactMap { rule in if case .live(let need) = rule.question { need } else { nil } }
    let names = LiveNeed.allCases.filter(needs.contains).map(\.rawValue).joined(separator: ", ")
    let skipped = needs.isEmpty ? "" : " (need \(names))"
    return "\(Counted.rules(rules.count)): \(rules.count - needs.count) asked, \(needs.count) skipped\(skipped)"
  }

  /// "all", or the names of the profiles.
  private static func profiles(of rule: Rule) -> String {
    Set(rule.profiles) == Set(Profile.allCases) ? "all" : rule.profiles.map(\.rawValue).joined(separator: ",")
  }

  public var json: [UInt8] {
    var json = JSONWriter(style: .indented)
    json.object { json in
      json.member("schema", Self.schema)
      json.array("rules") { json in
        for rule in rules { Self.write(rule, to: &json) }
      }
    }
    return json.bytes
  }

  private static func write(_ rule: Rule, to json: inout JSONWriter) {
    json.object { json in
      json.member("id", rule.id)
      json.member("name", rule.name)
      json.member("group", rule.group)
      json.member("title", rule.title)
      json.member("severity", rule.severity.rawValue)
      json.member("confidence", rule.confidence.rawValue)
      json.member("profiles", rule.profiles.map(\.rawValue))
      json.member("each", rule.each.rawValue)
      switch rule.question {
      case .condition(let condition):
        json.member("when", condition.text)
        json.key("needs")
        json.null()
      case .live(let need):
        json.key("when")
        json.null()
        json.member("needs", need.rawValue)
      }
      json.member("why", rule.why)
      json.member("fix", rule.fix.lines)
      json.member("references", rule.references)
      json.member("since", rule.since)
      json.member("source", rule.source)
    }
  }
}

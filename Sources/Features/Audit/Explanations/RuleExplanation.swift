// The page about a rule.

import Bytes
import Conditions
import PostfixConfig

struct RuleExplanation {
  private(set) var text = ""

  init(_ rule: Rule) {
    var page = ExplanationPage()
    page.add("\(rule.id) \(rule.name)")
    for line in PrintableText.wrapped(rule.title, width: 78) { page.add(line) }
    page.add("")
    page.add("severity", Self.severity(rule))
    page.add("confidence", rule.confidence.rawValue)
    page.add("profiles", rule.profiles.map(\.rawValue).joined(separator: ", "))
    page.add("asked for", "each \(rule.each.rawValue)")
    if let appliesTo = rule.appliesTo { page.add("applies to", lines: Self.lines(of: appliesTo.text.description)) }
    switch rule.question {
    case .condition(let condition): page.add("when", lines: Self.lines(of: condition.text.description))
    case .live(let need): page.add("when", "not asked yet: needs the \(need.rawValue)")
    }
    page.add("says", rule.says.source)
    page.add("why", rule.why)
    page.add(
      "fix", lines: rule.fix.lines.flatMap { $0.hasPrefix("postconf ") ? [$0] : PrintableText.wrapped($0, width: 66) })
    page.add("references", rule.references.joined(separator: ", "))
    page.add("since", rule.isBuiltIn ? "postkeep \(rule.since)" : rule.since)
    for example in rule.examples { Self.add(example, to: &page) }
    text = page.text
  }

  private static func severity(_ rule: Rule) -> String {
    let special = rule.adjustments.map { "\($0.severity.rawValue) when \($0.when.text)" }
    return ([rule.severity.rawValue] + special).joined(separator: "; ")
  }

  private static func lines(of text: String) -> [String] { text.split(separator: "\n").map(String.init) }

  private static func add(_ example: RuleExample, to page: inout ExplanationPage) {
    page.add("")
    let version = example.version.map { ", Postfix \($0)" } ?? ""
    switch example.expectation {
    case .bad: page.add("Bad\(version), reported at \"\(example.reports ?? "")\":")
    case .good: page.add("Good\(version):")
    case .looksAlike: page.add("Looks alike\(version), but is not reported:")
    }
    let files = [("main.cf", example.main), ("master.cf", example.master ?? "")]
    for (name, content) in files where !content.isEmpty {
      page.add("  \(name)")
      for line in content.split(separator: "\n", omittingEmptySubsequences: true) {
        page.add("    \(PrintableText.of(String(line)))")
      }
    }
    for (path, content) in example.files.sorted(by: { $0.key < $1.key }) {
      page.add("  \(path)")
      for line in lines(of: content) { page.add("    \(PrintableText.of(line))") }
    }
  }
}

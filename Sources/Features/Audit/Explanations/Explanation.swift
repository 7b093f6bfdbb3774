// What a word means: a rule by id or name, or a parameter of main.cf.

import Bytes
import Conditions
public import PostfixConfig

extension RuleBook {
  /// The page about a rule or a parameter.
  ///
  /// - Parameters:
  ///   - word: as the user typed it.
  ///   - version: the Postfix version whose defaults are wanted besides those of the newest.
  public func explanation(of word: String, version: PostfixVersion? = nil) throws(AuditFailure) -> String {
    if let rule = rule(word) { return RuleExplanation(rule).text }
    let name = ByteString(word)
    if let parameter = ParameterFacts.known[name] ?? ParameterFacts.known[name.lowercased] {
      return ParameterExplanation(parameter, version: version, rules: rules).text
    }
    let parameters = ParameterFacts.known.parameters.map(\.name)
    let nearest = Spelling.nearest(to: name, in: parameters).map { "Did you mean the parameter \($0)?" }
    throw AuditFailure(
      .usage, path: word, "there is no rule and no parameter \"\(PrintableText.of(word))\"",
      advice: suggestion(for: word) ?? nearest ?? "Rules are shown by: postkeep rules list")
  }
}

/// A page with a heading and labelled paragraphs.
struct ExplanationPage {
  private static let labelWidth = 12

  private(set) var text = ""

  mutating func add(_ line: String) { text += line + "\n" }

  /// A label and its words, wrapped beside it. Nothing when there are no words.
  mutating func add(_ label: String, _ words: String) {
    let lines = PrintableText.wrapped(words, width: 78 - Self.labelWidth)
    for (index, line) in lines.enumerated() { addLine(index == 0 ? label : "", line) }
  }

  /// A label and lines as they are.
  mutating func add(_ label: String, lines: [String]) {
    for (index, line) in lines.enumerated() { addLine(index == 0 ? label : "", line) }
  }

  private mutating func addLine(_ label: String, _ line: String) {
    add("  " + label + String(repeating: " ", count: max(1, Self.labelWidth - label.count)) + line)
  }
}

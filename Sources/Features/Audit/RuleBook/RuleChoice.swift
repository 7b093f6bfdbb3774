// Rules as a command line names them: by id or name, in any case, with help for the mistyped.

import Bytes
import Conditions

extension RuleBook {
  /// The ids of the rules that the words name.
  ///
  /// Throws for the first word that names none, with the nearest that does.
  public func ids(of words: [String], for option: String) throws(AuditFailure) -> Set<String> {
    var ids: Set<String> = []
    for word in words {
      guard let rule = rule(word) else {
        throw AuditFailure(
          .usage, path: word, "\(option): there is no rule \"\(word)\"",
          advice: suggestion(for: word) ?? "All rules are shown by: postkeep rules list")
      }
      ids.insert(rule.id)
    }
    return ids
  }

  /// "Did you mean …?" with the rule whose id or name is spelt most like the word.
  func suggestion(for word: String) -> String? {
    let names = rules.map(\.name) + rules.map(\.id)
    guard let nearest = Spelling.nearest(to: word, in: names), let rule = rule(nearest) else { return nil }
    return "Did you mean \(rule.id) \(rule.name)?"
  }
}

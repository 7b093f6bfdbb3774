// What a rule says when it has found something.
//
// An audit asks a hundred rules and reports a few, so the words of a rule that the program carries are read when they
// are first needed. Those of a site's rule files are read at once, so that a mistake is told before the audit.

import Synchronization

struct RuleWords: Sendable {
  let says: MessageTemplate
  let why: String
  let fix: FixAdvice
  let references: [String]
  let adjustments: [Rule.Adjustment]
}

/// Words that are read once, when they are first needed.
final class LazyRuleWords: Sendable {
  private let read: @Sendable () throws -> RuleWords
  private let known = Mutex<RuleWords?>(nil)

  init(_ read: @escaping @Sendable () throws -> RuleWords) { self.read = read }

  /// Embedded rules are checked by the tests, so reading them cannot fail here.
  var words: RuleWords {
    (try? load()) ?? RuleWords(says: .empty, why: "", fix: .none, references: [], adjustments: [])
  }

  private func load() throws -> RuleWords {
    if let words = known.withLock({ $0 }) { return words }
    let words = try read()
    known.withLock { $0 = words }
    return words
  }
}

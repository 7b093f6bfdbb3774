// A rule: one YAML file, with the question, the words for the answer, and examples that prove both.

public import Conditions
import PostfixConfig

/// What a rule asks its question about, once for each.
public enum SubjectKind: String, Hashable, Sendable, CaseIterable {
  case configuration
  case service
  case smtpdService = "smtpd service"
  case clientService = "client service"
  case queueManager = "queue manager"
  case setting
  case restriction
  case addressPattern = "address pattern"
  case table
  case diagnostic
  case securityFix = "security fix"
}

/// What a rule needs that files do not tell.
public enum LiveNeed: String, Hashable, Sendable, CaseIterable {
  case fileSystem = "file system"
  case runningHost = "running host"
  case network
  case restrictionEvaluation = "restriction evaluation"
}

public struct Rule: Sendable {
  /// A severity for a special case.
  public struct Adjustment: Sendable {
    let when: Condition
    let severity: Severity
  }

  public enum Question: Sendable {
    case condition(Condition)
    /// Not asked yet: it needs what files do not tell.
    case live(LiveNeed)
  }

  /// Never reused, for example QUE001.
  public let id: String
  public let name: String
  public let title: String
  public let severity: Severity
  public let confidence: Confidence
  public let profiles: [Profile]
  public let each: SubjectKind
  public let question: Question
  /// The versions that the rule is about; nil for all.
  public let appliesTo: Condition?
  /// The parameters that a finding points at, the first that is set.
  public let at: [String]
  public let followsFrom: RuleCauses
  let words: LazyRuleWords
  /// Whether reports leave out the source line, because it holds a secret.
  public let hidesSource: Bool
  public let since: String
  public let examples: [RuleExample]
  /// The path of the file, for errors.
  public let source: String

  /// Whether it is Postkeep's own: `since` is a version of Postkeep then, otherwise one of the site's rules.
  var isBuiltIn: Bool { RuleBook.isEmbedded(source) }

  var says: MessageTemplate { words.words.says }
  public var adjustments: [Adjustment] { words.words.adjustments }
  public var why: String { words.words.why }
  public var fix: FixAdvice { words.words.fix }
  public var references: [String] { words.words.references }

  public var isLive: Bool { if case .live = question { true } else { false } }

  /// The folder of the file: the group that the rule belongs to, such as "queue".
  public var group: String {
    let parts = source.split(separator: "/")
    return parts.count > 1 ? String(parts[parts.count - 2]) : "site"
  }
}

// An audit: every rule asked about everything it is about, the answers gathered into one report.

import Bytes
import Conditions
import ConfigurationDirectory
import PostfixConfig

public struct Audit: Sendable {
  /// Which rules to ask, by id or name.
  public struct Selection: Sendable {
    public var profile: Profile
    /// Empty for all.
    public var only: Set<String>
    public var skip: Set<String>

    public init(profile: Profile = .default, only: Set<String> = [], skip: Set<String> = []) {
      self.profile = profile
      self.only = only
      self.skip = skip
    }

    func includes(_ rule: Rule) -> Bool {
      if skip.contains(rule.id) || skip.contains(rule.name) { return false }
      if !only.isEmpty { return only.contains(rule.id) || only.contains(rule.name) }
      return rule.profiles.contains(profile)
    }
  }

  private let rules: [Rule]
  private let selection: Selection

  public init(_ rules: [Rule], _ selection: Selection = Selection()) {
    self.rules = rules.filter(selection.includes)
    self.selection = selection
  }

  public func report(on input: AuditInput) -> AuditReport {
    let context = AuditContext(input)
    var findings: [Finding] = []
    var skipped: [AuditReport.Unanswered] = []
    var cannotTell: [AuditReport.Unanswered] = []
    let subjects = Subjects(context)
    for rule in rules {
      switch rule.question {
      case .live(let need):
        skipped.append(.init(rule, "needs the \(need.rawValue)"))
      case .condition(let condition):
        let answer = RuleAnswer(rule, condition, subjects[rule.each], context)
        findings += answer.findings
        if let reason = answer.unanswered {
          cannotTell.append(.init(rule, context.secrets.masked(ByteString(reason)).description))
        }
      }
    }
    return AuditReport(
      directory: input.directory, version: input.build.version, versionSource: input.versionSource,
      profile: selection.profile, findings: RootCauses(context.configuration).grouped(findings), skipped: skipped,
      cannotTell: cannotTell, rules: rules, main: input.main, master: input.master,
      unseenTables: input.files.areOfHost ? [] : Self.unseenTables(of: subjects[.table], context))
  }

  /// Each once, in the order of the parameters.
  private static func unseenTables(of subjects: [AuditSubject], _ context: AuditContext) -> [String] {
    var seen: Set<ByteString> = []
    return subjects.compactMap { $0.element as? TableElement }
      .filter { $0.isUnseen(context) && seen.insert($0.name).inserted }.map(\.name.description)
  }
}

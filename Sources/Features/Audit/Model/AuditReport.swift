// Everything an audit found out, and what it could not find out.

public import ConfigurationDirectory
public import PostfixConfig

public struct AuditReport: Sendable {
  /// How the audited Postfix version was chosen.
  public typealias VersionSource = PlacedConfiguration.VersionSource

  /// A rule that was not asked, or could not be answered.
  public struct Unanswered: Sendable {
    public let rule: Rule
    public let reason: String

    public init(_ rule: Rule, _ reason: String) {
      self.rule = rule
      self.reason = reason
    }
  }

  /// As the user named it.
  public let directory: String
  public let version: PostfixVersion
  public let versionSource: VersionSource
  public let profile: Profile
  /// In the order of the files.
  public let findings: [Finding]
  /// Rules that need facts which no file gives.
  public let skipped: [Unanswered]
  /// Rules whose question could not be answered for this configuration.
  public let cannotTell: [Unanswered]
  /// The rules that were chosen, by id: those asked, and those skipped.
  public let rules: [Rule]
  public let main: MainFile
  public let master: MasterFile?
  /// Tables in files outside a copy of another host's configuration, which no rule could look at, such as
  /// "hash:/etc/aliases". Empty for the host's own.
  public internal(set) var unseenTables: [String] = []

  /// How many rules were asked.
  public var ruleCount: Int { rules.count { !$0.isLive } }

  /// The worst severity found; nil when nothing was found.
  public var worst: Severity? { findings.map(\.severity).max() }

  /// Whether something that was asked has no answer. Without master.cf nothing about services can be told.
  public var isIncomplete: Bool { !cannotTell.isEmpty || master == nil }

  /// The path of an audited file as the user would name it, for example "postfix/main.cf".
  public func path(of file: ConfigurationFile) -> String {
    var folder = directory[...]
    while folder.hasPrefix("./") { folder = folder.dropFirst(2).drop { $0 == "/" } }
    while folder.count > 1, folder.hasSuffix("/") { folder.removeLast() }
    if folder.isEmpty || folder == "." { return file.rawValue }
    return folder == "/" ? "/\(file.rawValue)" : "\(folder)/\(file.rawValue)"
  }
}

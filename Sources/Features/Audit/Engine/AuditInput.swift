// What an audit is given: bytes and facts. Nothing in here reads the system.

public import ConfigurationDirectory
public import PostfixConfig

/// A configuration to be audited.
public struct AuditInput: Sendable {
  /// As the user named it.
  public let directory: String
  public let main: MainFile
  public let master: MasterFile?
  public let build: PostfixBuild
  public let versionSource: AuditReport.VersionSource
  /// Nil when the configuration does not belong to this host.
  public let host: HostFacts?
  public let files: any ReferencedFiles
  /// The day that support and releases are judged on.
  public let today: CalendarDate

  public init(
    directory: String, main: MainFile, master: MasterFile?, build: PostfixBuild,
    versionSource: AuditReport.VersionSource, host: HostFacts?, files: any ReferencedFiles, today: CalendarDate
  ) {
    self.directory = directory
    self.main = main
    self.master = master
    self.build = build
    self.versionSource = versionSource
    self.host = host
    self.files = files
    self.today = today
  }
}

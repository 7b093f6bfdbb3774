// The mail that systemd's journal knows of, as journalctl gives it out.

public struct JournalSource: Hashable, Sendable {
  /// How it is called in what is said about it.
  static let name = "the journal"

  /// As it is found in PATH, or its path.
  public var program: String
  /// Only lines since this moment, in seconds since the epoch.
  public var since: Int64?

  public init(program: String = "journalctl", since: Int64? = nil) {
    self.program = program
    self.since = since
  }

  /// Facility 2 is that of mail. Without "--quiet", so that journalctl says what it does not show.
  var arguments: [String] {
    ["--output=export", "--no-pager"] + (since.map { ["--since=@\($0)"] } ?? []) + ["SYSLOG_FACILITY=2"]
  }

  /// Whether journalctl says that there is more than it shows. Source: journal_access_check in journal-util.c.
  static func isHiding(_ said: String) -> Bool {
    ["not seeing messages", "insufficient permissions", "No journal files were opened"].contains { said.contains($0) }
  }
}

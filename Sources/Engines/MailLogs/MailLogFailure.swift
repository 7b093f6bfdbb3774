// Why a mail log cannot be read, or not all of it.

public import PostfixLog
public import SystemAccess

public struct MailLogFailure: Error, Hashable, Sendable, CustomStringConvertible {
  public enum Reason: Hashable, Sendable {
    /// The system refuses.
    case system(SystemError)
    /// What can be read only once, or never: a directory, a FIFO, a device.
    case notAFile(String)
    /// The tool that it needs is not installed.
    case missingTool(String)
    /// The tool says that it is damaged or cut off, or has failed itself.
    case tool(ToolFailure)
    /// An export of a journal that is damaged or cut off.
    case journal(JournalDamage)
    /// The journal shows this user a part of itself: what journalctl said.
    case hidden(String)
    /// No line of it is one of a log.
    case noLog
    /// What journalctl writes for programs of another kind.
    case json
  }

  /// The path as it was given, or "the journal".
  public let name: String
  public let reason: Reason

  public var isPermission: Bool {
    switch reason {
    case .system(let error): error.isPermission
    case .hidden: true
    default: false
    }
  }

  public var description: String { "cannot read \(name): \(words)\(advice.map { "\n  \($0)" } ?? "")" }

  private var words: String {
    switch reason {
    case .system(let error): error.reason
    case .notAFile(let kind): "it is \(kind)"
    case .missingTool(let tool): "\(tool), which it needs, is not installed"
    case .tool(let failure): "\(failure)"
    case .journal(let damage): "\(damage)"
    case .hidden: "this user may not see all of it"
    case .noLog: "no line of it begins with a time as lines of a log do"
    case .json: "it is JSON"
    }
  }

  private var advice: String? {
    switch reason {
    case .system(let error) where error.isMissing: "Name the mail log that tells of this queue."
    case .system: nil
    case .notAFile("a directory"):
      "Name the files in it, in any order: mail.log mail.log.1 mail.log.2.gz"
    case .notAFile: "A log is read more than once. Write it to a file first."
    case .missingTool(let tool):
      name == JournalSource.name
        ? "Name the files of the mail log instead." : "Install \(tool), or decompress the file."
    case .tool:
      name == JournalSource.name
        ? nil : "A log that is damaged or cut off tells less than it seems to. Leave it out to do without it."
    case .journal: "Write it anew: journalctl --output=export SYSLOG_FACILITY=2"
    case .hidden: "Run this as root, or as a member of the group systemd-journal."
    case .noLog: nil
    case .json: "Write the journal in the other form: journalctl --output=export SYSLOG_FACILITY=2"
    }
  }
}

// Which time a mail log tells of, by the first and the last of its lines. Whether lines are missing between them, in front of
// a file or behind it, no log says.

public import PostfixLog

public struct LogCoverage: Hashable, Sendable {
  /// When the first line was written, and the last one; nil for a log without lines.
  public internal(set) var first: LogTime?
  public internal(set) var last: LogTime?
  /// What a person should know about what was read: files that tell of the same time, what journalctl said.
  public internal(set) var remarks: [String] = []
  /// Files of a numbered log that are not there: of mail.log and mail.log.2 that between them.
  public internal(set) var missing: [String] = []

  init() {}

  /// Whether the log goes back to a moment, so that it can tell what happened since.
  public func reaches(backTo moment: LogTime) -> Bool { first.map { $0 <= moment } ?? false }

  /// The same for a part of the log.
  mutating func add(_ years: LogYears) {
    if first == nil { first = years.first }
    last = [last, years.last].compactMap { $0 }.max()
  }
}

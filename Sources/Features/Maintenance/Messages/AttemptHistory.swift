// How often messages were tried, as the mail log tells. The queue itself does not count.

public import Bytes
import MailLogs
import PostfixLog

public struct AttemptHistory: Sendable {
  private let history: DeliveryHistory
  private let now: LogTime
  /// What a person should know about the log.
  public let remarks: [String]

  /// Reads a log.
  ///
  /// - Parameters:
  ///   - files: in any order, compressed or not.
  ///   - journal: whether to read what systemd's journal knows as well.
  ///   - now: seconds since the epoch.
  /// - Throws: where a file cannot be read, and where one of a numbered log is missing between others.
  public init(_ files: [String], journal: Bool = false, now: Int64) throws(MaintenanceFailure) {
    self.now = LogTime(seconds: now)
    var history = DeliveryHistory(of: .all)
    let coverage: LogCoverage
    do throws(MailLogFailure) {
      var log = try MailLog(files: files, journal: journal ? JournalSource() : nil, now: now)
      coverage = try log.read(into: &history)
    } catch {
      throw MaintenanceFailure(error.isPermission ? .permission : .unreadable, "\(error)")
    }
    if let missing = coverage.missing.first {
      throw MaintenanceFailure(
        .unreadable,
        "\(missing) is missing: attempts that it tells of would not be counted.\n  Name it too, or leave the older ones out."
      )
    }
    remarks = coverage.remarks
    self.history = history
  }

  /// Nil where the log does not know the message from its beginning on, or knows several of that id.
  public func attempts(of id: ByteString) -> Int64? {
    let messages = history.messages(id, livingAt: now)
    guard messages.count == 1, let message = messages.first, message.hasBeginning else { return nil }
    return Int64(FateFinder(message).attempts)
  }
}

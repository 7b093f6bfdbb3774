// How often messages were tried, as the mail log tells. The queue itself does not count.

public import Bytes
import PostfixLog
import SystemAccess

public struct AttemptHistory: Sendable {
  private let history: DeliveryHistory
  private let now: LogTime

  /// Reads logs from the oldest to the newest.
  ///
  /// - Parameters:
  ///   - paths: of plain text.
  ///   - now: seconds since the epoch.
  public init(_ paths: [String], now: Int64) throws(MaintenanceFailure) {
    self.now = LogTime(seconds: now)
    var history = DeliveryHistory(of: .all)
    do throws(SystemError) {
      for path in paths {
        // Lines may tell no year: the newest one is as old as the file.
        var survey = YearSurvey()
        try Self.forEachBlock(path) { survey.read($0.span) }
        let newest = FileReading.status(of: path)?.modified.seconds ?? now
        var years = survey.years(
          newest: LogTime(seconds: newest), zone: LogZone { LocalTime.offset(ofLocal: $0) })
        try Self.forEachBlock(path) { history.read($0.span, years: &years) }
      }
    } catch {
      throw MaintenanceFailure(
        error.isPermission ? .permission : .unreadable, "\(error)\n  Name the mail log that tells of this queue.")
    }
    self.history = history
  }

  private static func forEachBlock(_ path: String, _ read: ([UInt8]) -> Void) throws(SystemError) {
    var blocks = try LineBlocks(path)
    while let block = try blocks.next() { read(block) }
  }

  /// Nil where the log does not know the message, or knows several of that id.
  public func attempts(of id: ByteString) -> Int64? {
    let messages = history.messages(id, livingAt: now)
    guard messages.count == 1, let message = messages.first else { return nil }
    return Int64(FateFinder(message).attempts)
  }
}

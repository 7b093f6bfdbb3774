// A mail log in all its parts: files in any order, compressed or not, and the journal.
//
//   var log = try MailLog(files: ["mail.log", "mail.log.1", "mail.log.2.gz"], now: LocalTime.now)
//   var history = DeliveryHistory(of: .some(ids: ids))
//   let coverage = try log.read(into: &history)
//   guard coverage.reaches(backTo: snapshot) else { … }
//
// The parts are read one after the other, from the one that begins first on, in blocks. They should be parts of one log: lines that
// stand in two of them count twice, and there is a remark about that.

public import PostfixLog
import SystemAccess

public struct MailLog {
  /// How many seconds a part may begin before the one in front of it ends: programs write late at a rotation.
  static let overlapLimit: Int64 = 60

  private let parts: [LogPart]

  /// Opens the log and puts its parts in order; what is opened stays open. Files whose lines do not say the year are read
  /// for that; their time of change tells it.
  ///
  /// - Parameters:
  ///   - files: a file that is named twice, by whatever path, is read once.
  ///   - now: seconds since the epoch.
  ///   - zone: of the host that wrote the log, for lines that do not tell it; nil for that of this host.
  public init(
    files: [String], journal: JournalSource? = nil, now: Int64, zone: LogZone? = nil,
    tools: DecompressionTools = DecompressionTools()
  ) throws(MailLogFailure) {
    struct Identity: Hashable { let device, inode: UInt64 }
    var seen: Set<Identity> = []
    var parts: [LogPart] = []
    let now = LogTime(seconds: now)
    let zone = zone ?? LogZone { LocalTime.offset(ofLocal: $0) }
    for path in files {
      let source = try LogSource(file: path, tools: tools)
      if let status = source.status, !seen.insert(Identity(device: status.device, inode: status.inode)).inserted {
        continue
      }
      parts.append(try LogPart(source, now: now, zone: zone))
    }
    if let journal {
      let source = try LogSource(journal)
      parts.append(parts.isEmpty ? LogPart(unseen: source, zone: zone) : try LogPart(source, now: now, zone: zone))
    }
    // Those without lines come first, and what begins at the same time stays as it was given.
    let order = parts.enumerated().map { place, part in (part.first ?? LogTime(microseconds: .min), place) }.sorted(
      by: <)
    self.parts = order.map { parts[$0.1] }
  }

  /// Reads the log into a history. After a failure the history knows a part, and is of no use.
  public mutating func read(into history: inout DeliveryHistory) throws(MailLogFailure) -> LogCoverage {
    try forEachBlock { block, years in history.read(block, years: &years) }
  }

  /// Reads the log in blocks of whole lines, from the oldest to the newest.
  /// - Parameter read: has to ask the years for the time of every line, or pass it.
  public mutating func forEachBlock(
    _ read: (_ block: Span<UInt8>, _ years: inout LogYears) -> Void
  ) throws(MailLogFailure) -> LogCoverage {
    var coverage = LogCoverage()
    coverage.missing = LogNumbering.missing(among: parts.filter { !$0.source.isJournal }.map(\.source.name))
    var before: (name: String, end: LogTime)?
    for part in parts {
      if let before, let first = part.first, first < before.end.adding(seconds: -Self.overlapLimit) {
        coverage.remarks.append(
          "\(part.source.name) begins before \(before.name) ends: lines that stand in both of them count twice.")
      }
      var years = part.years
      var reader = try part.source.reader()
      while let block = try reader.next() { read(block.span, &years) }
      coverage.remarks += reader.said.split(whereSeparator: \.isNewline).map { "\(part.source.name): \($0)" }
      if years.first == nil, part.source.isJournal {
        coverage.remarks.append("\(JournalSource.name) has no line about mail.")
      }
      coverage.add(years)
      if let last = years.last, before.map({ $0.end < last }) ?? true { before = (part.source.name, last) }
    }
    return coverage
  }
}

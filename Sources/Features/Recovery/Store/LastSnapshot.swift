// Which snapshot "last" means: the newest one that has all messages and can be restored.

import Bytes
import SnapshotCatalogue
import SystemAccess

extension SnapshotStore {
  /// - Parameter origin: the queue whose newest snapshot it is; nil for that of any queue.
  func last(_ origin: SnapshotOrigin?, now: Int64 = LocalTime.now) throws(RecoveryFailure) -> FoundSnapshot {
    let standings = SnapshotStandings(records)
    let candidates = candidates(origin, now)
    var passedOver: [String] = []
    var broken: [(id: String, why: String)] = []
    func passOver(_ record: SnapshotRecord, _ why: String) {
      passedOver.append("\(PrintableText.of(record.id)) is passed over: \(PrintableText.of(why))")
    }
    for (record, isAhead) in candidates {
      if let why = standings.of(record).flaw {
        passOver(record, why)
        if let problem = standings.of(record).problem, !isAhead { broken.append((record.id, problem)) }
        continue
      }
      if !isAhead {
        for other in candidates where other.isAhead { passOver(other.record, "it is dated in the future") }
      }
      return FoundSnapshot(
        record: record, directory: directory, passedOver: Self.few(passedOver),
        // A copy that is good is the same snapshot.
        brokenNewer: broken.filter { $0.id != record.id }.map { "\($0.id): \($0.why)" })
    }
    let reasons = Self.few(passedOver).map { "\n  \($0)" }.joined()
    guard let origin else { throw RecoveryFailure(.unreadable, "\(path) has no whole snapshot\(reasons)") }
    throw RecoveryFailure(
      .unreadable,
      "\(path) has no whole snapshot of \(PrintableText.of(origin.queueDirectory)) on \(PrintableText.of(origin.host))"
        + "\(reasons)\n  'postkeep snapshot list' shows those of other queues; name one by its id.")
  }

  private static func few(_ reasons: [String]) -> [String] {
    reasons.count <= 5
      ? reasons : reasons.prefix(4) + ["\(reasons.count - 4) more are passed over; 'postkeep snapshot list' shows all"]
  }

  /// The newest snapshot of a queue, whether it can be restored or not, and what is wrong with it; nil where there is none.
  func newest(
    of origin: SnapshotOrigin, now: Int64 = LocalTime.now
  ) -> (record: SnapshotRecord, standing: SnapshotStanding)? {
    candidates(origin, now).first.map { ($0.record, SnapshotStandings(records).of($0.record)) }
  }

  /// The newest first, and behind them those that are dated in the future.
  private func candidates(
    _ origin: SnapshotOrigin?, _ now: Int64
  ) -> [(record: SnapshotRecord, isAhead: Bool)] {
    let newestFirst = records.reversed()
      .filter { $0.selection == nil && (origin == nil || $0.isOpened && $0.origin == origin) }
      .map { ($0, isAhead: $0.isAhead(of: now)) }
    return newestFirst.filter { !$0.isAhead } + newestFirst.filter(\.isAhead)
  }
}

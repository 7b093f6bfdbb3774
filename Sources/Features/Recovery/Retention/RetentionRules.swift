// restic's rules, applied to the snapshots of one queue: pure.

import SnapshotCatalogue

extension RetentionPolicy {
  /// Why each is kept; empty for one that is not.
  /// - Parameters:
  ///   - records: the newest first.
  ///   - now: seconds since the epoch.
  func reasons(for records: [SnapshotRecord], now: Int64, _ zone: RetentionZone) -> [[KeepReason]] {
    // A clock that was wrong once must not make everything else old.
    let newest = records.lazy.map(\.seconds).first { $0 <= now } ?? now
    let start = within.flatMap { $0.isZero ? nil : $0.before(newest, zone) }
    var left = counts
    var current: [RetentionPeriod: [Int64]] = [:]
    return records.enumerated().map { number, record in
      var reasons: [KeepReason] = []
      for list in tags where !list.isEmpty && Set(list).isSubset(of: record.tags) { reasons.append(.tags(list)) }
      if let start, let within, record.seconds > start { reasons.append(.within(within)) }
      let time = zone.local(record.seconds)
      for period in RetentionPeriod.allCases {
        guard let count = left[period], !count.isNone else { continue }
        let key = period.key(time, number: number)
        let isNew = current[period] != key
        guard isNew || number == records.count - 1 else { continue }
        reasons.append(isNew ? .period(period) : .oldest(period))
        current[period] = key
        left[period] = count.next
      }
      return reasons
    }
  }
}

extension SnapshotRecord {
  /// When it was taken, in seconds since the epoch.
  var seconds: Int64 { created / 1000 - (created % 1000 < 0 ? 1 : 0) }
}

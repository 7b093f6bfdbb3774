// Snapshots by the times at which they were taken, and the clocks of Berlin, for tests of retention.

import SnapshotCatalogue
import SystemAccess

@testable import Recovery

/// The rule of the European Union: summer time from the last Sunday of March to that of October, at 01:00 UTC.
enum Berlin {
  static let zone = RetentionZone { moment in
    let year = CivilTime(utc: moment).year
    let (start, end) = (lastSunday(year, 3), lastSunday(year, 10))
    return moment >= start && moment < end ? 7200 : 3600
  }

  private static func lastSunday(_ year: Int64, _ month: Int64) -> Int64 {
    let last = CivilTime(year: year, month: month + 1, day: 0, hour: 1).secondsAsUTC
    // Day 3 of the epoch was a Sunday.
    return last - (last / 86_400 - 3) % 7 * 86_400
  }

  /// "2026-03-29 03:30", and "… UTC" where the clocks show a time twice. Seconds since the epoch.
  static func moment(_ text: String) -> Int64 {
    let numbers = text.split { !$0.isNumber }.compactMap { Int64($0) }
    let time = CivilTime(
      year: numbers[0], month: numbers[1], day: numbers[2], hour: numbers[3], minute: numbers[4],
      second: numbers.count > 5 ? numbers[5] : 0)
    return text.hasSuffix("UTC") ? time.secondsAsUTC : zone.moment(time)
  }
}

/// Whole snapshots of one queue with these times; the time is the name.
struct RetentionStory {
  var records: [SnapshotRecord] = []

  init(_ times: String...) { for time in times { add(time) } }

  mutating func add(_ time: String, _ change: (inout SnapshotRecord) -> Void = { _ in }) {
    let milliseconds = Berlin.moment(time) * 1000
    var record = SnapshotRecord(
      id: time, fileName: time, fileSize: 1, fileModified: FileStatus.Time(seconds: 0), created: milliseconds,
      windowEnd: milliseconds)
    record.host = "mail1.example.com"
    record.queueDirectory = "/var/spool/postfix"
    // So that only the rule in question keeps one: there is a test for those that keep the last complete one.
    record.guarantee = "best-effort"
    change(&record)
    records.append(record)
  }

  func plan(_ change: (inout RetentionPolicy) -> Void) -> RetentionPlan {
    var policy = RetentionPolicy()
    change(&policy)
    return RetentionPlan(policy, for: records, now: Berlin.moment("2030-01-01 00:00"), zone: Berlin.zone)
  }

  /// The names of those that are kept, the oldest first, without those that are kept only as the oldest one.
  func kept(_ change: (inout RetentionPolicy) -> Void) -> [String] {
    plan(change).decisions.filter { decision in
      decision.reasons.contains { if case .oldest = $0 { false } else { true } }
    }.map(\.record.id)
  }
}

extension RetentionPlan {
  /// The reasons for one snapshot, as they are shown.
  func reasons(_ id: String) -> [String] {
    decisions.first { $0.record.id == id }?.reasons.map(\.description) ?? ["there is no \(id)"]
  }
}

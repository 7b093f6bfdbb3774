// The order of snapshots: by time, and a snapshot never before the one that it builds on.
//
// A clock that was ahead and is put right dates an increment before its base. It counts from the time of its base then, and comes
// behind it. That is done for an hour: a base that is further ahead is known as wrong, and must not take the others with it.

import SnapshotCatalogue

struct SnapshotOrder {
  /// In milliseconds.
  private static let span: Int64 = 3_600_000

  private struct Place {
    /// In milliseconds since the epoch.
    var time: Int64
    /// How many it builds on, among those that count from the same time.
    var depth = 0
  }

  /// The oldest first.
  static func sorted(_ records: [SnapshotRecord]) -> [SnapshotRecord] {
    let places = places(of: records)
    return records.map { record in
      (record, places[record.id] ?? Place(time: record.created))
    }.sorted { one, other in
      (one.1.time, one.1.depth, one.0.id, one.0.fileName) < (other.1.time, other.1.depth, other.0.id, other.0.fileName)
    }.map(\.0)
  }

  /// By hand and not by recursion: a chain may be long, and a forged one lead back to itself.
  private static func places(of records: [SnapshotRecord]) -> [String: Place] {
    let known = Dictionary(records.map { ($0.id, $0) }) { first, _ in first }
    var places: [String: Place] = [:]
    for record in records {
      var way: [SnapshotRecord] = []
      var seen: Set<String> = []
      var next: SnapshotRecord? = known[record.id]
      while let found = next, places[found.id] == nil, seen.insert(found.id).inserted {
        way.append(found)
        next = found.base.flatMap { known[$0] }
      }
      for found in way.reversed() {
        var place = Place(time: found.created)
        if let base = found.base.flatMap({ places[$0] }), base.time >= place.time,
          base.time.subtractingReportingOverflow(place.time).partialValue <= span
        {
          place = Place(time: base.time, depth: base.depth + 1)
        }
        places[found.id] = place
      }
    }
    return places
  }
}

// What is wrong in a store, for somebody who only asked what is in it.

import Bytes
import SnapshotCatalogue
import SystemAccess

enum StoreProblems {
  /// A sentence for each archive that is no good snapshot.
  /// - Parameter path: of the store.
  static func of(_ records: [SnapshotRecord], in path: String) -> [String] {
    let ids = Set(records.map(\.id))
    return records.compactMap { record in
      problem(record, ids).map { "\(path)/\(PrintableText.of(record.fileName)): \(PrintableText.of($0))" }
    }
  }

  private static func problem(_ record: SnapshotRecord, _ ids: Set<String>) -> String? {
    if let problem = record.problem { return problem }
    if let verification = record.verification, !verification.isGood {
      return "it was found damaged on \(LocalTime.minute(verification.time / 1000))"
    }
    guard let base = record.base, !ids.contains(base) else { return nil }
    return "it builds on \(base), which is not in the store"
  }
}

// What is wrong in a store, for somebody who only asked what is in it.

import Bytes
import SnapshotCatalogue
import SystemAccess

enum StoreProblems {
  /// A sentence for each archive that cannot be restored.
  /// - Parameter path: of the store.
  static func of(_ records: [SnapshotRecord], in path: String) -> [String] {
    let standings = SnapshotStandings(records)
    return records.compactMap { record in
      standings.of(record).problem.map { "\(path)/\(PrintableText.of(record.fileName)): \(PrintableText.of($0))" }
    }
  }
}

// What an incremental snapshot is to build on, and what becomes of it when that turns out to be no good.

import Bytes
import SnapshotArchive
import SystemAccess

public struct SnapshotFoundation: Sendable {
  let chain: SnapshotChain
  /// Whether a full snapshot will do instead: a snapshot is better than none.
  let isReplaceable: Bool

  /// Whether the snapshots themselves are at fault, so that they will not be better the next time. A key that lacks is not.
  static func isFault(_ error: any Error) -> Bool {
    guard let failure = error as? RecoveryFailure else { return true }
    return failure.kind == .damaged
  }

  static func remark(_ id: String, _ why: String) -> String {
    let why = why.split(separator: "\n").first.map(String.init) ?? why
    return "a full snapshot was taken, for nothing can build on \(PrintableText.of(id)): \(PrintableText.of(why))"
  }
}

/// What an incremental snapshot builds on could not be read.
struct FoundationFailure: Error {
  let cause: any Error
}

// What an incremental snapshot is to build on, and what becomes of it when that turns out to be no good.

import Bytes

public struct SnapshotFoundation: Sendable {
  let chain: SnapshotChain
  /// Whether a full snapshot will do instead: a snapshot is better than none.
  let isReplaceable: Bool

  static func remark(_ id: String, _ why: String) -> String {
    remark("\(PrintableText.of(id)): \(PrintableText.of(why))")
  }

  static func remark(_ what: String) -> String { "a full snapshot was taken, for nothing can build on \(what)" }
}

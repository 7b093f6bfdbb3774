// What an incremental snapshot is to build on, and what becomes of it when that turns out to be no good.

import Bytes
import SnapshotArchive
import SystemAccess

public struct SnapshotFoundation: Sendable {
  let chain: SnapshotChain
  /// Whether a full snapshot will do instead: a snapshot is better than none.
  let isReplaceable: Bool

  /// Of the archive on which the snapshot builds.
  var fileName: String { chain.links[0].file.name.description }

  static func remark(_ id: String, _ why: String) -> String {
    let why = why.split(separator: "\n").first.map(String.init) ?? why
    return remark("\(PrintableText.of(id)): \(PrintableText.of(why))")
  }

  static func remark(_ what: String) -> String { "a full snapshot was taken, for nothing can build on \(what)" }
}

/// What an incremental snapshot builds on could not be read.
struct FoundationFailure: Error {
  let cause: any Error
}

// Which snapshot a restore means: with "last", never that of another queue while the target's own is there.

import Bytes
import QueueStore
import SnapshotCatalogue
import SystemAccess

extension RestoreTarget {
  /// The snapshot of a word of the command line. "last" is the last one of the target's queue on this host. A store of
  /// another host has none: then it is the last one of the only queue that the store knows.
  ///
  /// - Parameter path: of the store.
  public func snapshot(
    _ word: String, in path: String, identity: String?
  ) throws(RecoveryFailure) -> NamedSnapshot {
    guard word == "last" else { return try NamedSnapshot(word, in: path, identity: identity, option: .store) }
    guard knowsQueue else {
      throw RecoveryFailure(
        .usage,
        "\(configuration)/main.cf is gone, and nobody can tell whose snapshot 'last' is\n"
          + "  Name the snapshot with --from, or the queue of that configuration with --queue-dir.")
    }
    let store = try SnapshotStore.reading(path, option: .store)
    return NamedSnapshot(try store.last(origin(in: store)), in: store, identity: identity, option: .store)
  }

  private func origin(in store: SnapshotStore) throws(RecoveryFailure) -> SnapshotOrigin? {
    let own = SnapshotOrigin(host: Host.name, queueDirectory: settings.directory)
    let newest = Dictionary(store.records.filter(\.isOpened).map { ($0.origin, $0) }) { $1 }
    if newest[own] != nil { return own }
    guard newest.count > 1 else { return nil }
    let lines = newest.values.sorted { $0.created > $1.created }.prefix(5).map { record in
      let origin = record.origin
      return "\n    \(PrintableText.of("\(record.id)  \(origin.queueDirectory) on \(origin.host)"))"
    }
    throw RecoveryFailure(
      .usage,
      "\(store.path) has snapshots of several queues, and none of \(own.queueDirectory) on \(own.host)\n"
        + "  Name one by its id. The newest of each queue:\(lines.joined())")
  }
}

// Which store of snapshots a command is about.

import ArgumentParser
import Recovery
import SystemAccess

struct StoreOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("The directory where snapshots are kept. Default: \(SnapshotStore.usual).", valueName: "dir"),
    completion: .directory,
    transform: PathWord.read)
  var to: String = SnapshotStore.usual

  func read() throws -> SnapshotStore {
    let store = try Failure.translating { try SnapshotStore.reading(to) }
    Self.report(store.remarks)
    return store
  }

  func write() throws -> SnapshotStore {
    let store = try Failure.translating { try SnapshotStore.writing(to) }
    Self.report(store.remarks)
    return store
  }

  /// A snapshot by a word of the command line. Tells what "last" passes over.
  func named(_ word: String, _ key: IdentityOptions) throws -> NamedSnapshot {
    try Failure.translating { try find(word, key) }
  }

  func find(_ word: String, _ key: IdentityOptions) throws(RecoveryFailure) -> NamedSnapshot {
    let named = try NamedSnapshot(word, in: to, identity: key.identity)
    Self.report(named.passedOver)
    return named
  }

  /// For standard error.
  static func report(_ remarks: [String]) {
    for remark in remarks { Output.tell(remark) }
  }
}

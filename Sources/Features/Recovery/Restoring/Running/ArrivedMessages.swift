// Which messages of a plan have come into the queue since it was made. Whoever goes on with a run that was interrupted
// must not place them again: another run has placed them, or somebody by hand.

import Bytes
import QueueStore
import RunJournals
import SnapshotArchive
import SystemAccess

struct ArrivedMessages {
  /// See PlannedMessage.key.
  private(set) var keys: Set<String>

  /// - Parameters:
  ///   - plan: what is still to be placed.
  ///   - others: all other runs. What the plan knows of them counts no more.
  init(
    among plan: [PlannedMessage], in store: QueueStore, from chain: SnapshotChain, placedBy others: EarlierRestores
  ) throws {
    // No clock tells which run was later: it may have been set back.
    keys = Set(
      plan.filter { planned in others.messages[planned.key].map { $0.name != planned.earlier } ?? false }.map(\.key))
    let live = try LiveMessages(store)
    var wanted: [String: Set<ByteString>] = [:]
    var messages: [StoredElsewhere: PlannedMessage] = [:]
    for planned in plan where !keys.contains(planned.key) && live.mayHave(planned.message) {
      guard let place = planned.message.elsewhere else { continue }
      wanted[place.snapshot, default: []].insert(place.path)
      messages[place] = planned
    }
    guard !messages.isEmpty else { return }
    try chain.forEachFile(in: wanted) { snapshot, path, content in
      guard let planned = messages[StoredElsewhere(snapshot: snapshot, path: path)] else { return }
      if try live.has(planned.message, content) { keys.insert(planned.key) }
    }
  }
}

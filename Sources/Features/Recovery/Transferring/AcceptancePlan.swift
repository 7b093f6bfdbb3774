// What the standby does with each message of a transfer: it places all that its queue does not have already, as after a
// restore of a snapshot of the same queue.

import Bytes
import PostfixQueue
import QueueStore
import SnapshotArchive
import SystemAccess

extension Transferring {
  func plan(
    _ archive: TransferArchive, into target: RestoreTarget, _ place: RestoreOptions.Place
  ) throws -> RestorePlan {
    let earlier = try EarlierRestores(into: target.settings.directory, by: restoring.runs, on: restoring.shelf).messages
    let present = try present(archive, in: target.open(), earlier)
    var plan = RestorePlan(archive.chain.manifest)
    plan.messages = archive.messages.enumerated().map { number, message in
      let before = earlier[PlannedMessage.key(of: message)]
      let decision =
        present.contains(number) ? .skip(.present) : Self.decision(message, place, wasHere: before != nil)
      return PlannedMessage(
        number: number, message: message, decision: decision, recipients: [], freshTime: nil, earlier: before?.name)
    }
    return plan
  }

  /// The numbers of messages that the queue has, under whatever id.
  private func present(
    _ archive: TransferArchive, in store: QueueStore, _ earlier: [String: RestoredMessage]
  ) throws -> Set<Int> {
    let live = try LiveMessages(store)
    var present: Set<Int> = []
    var wanted: [String: Set<ByteString>] = [:]
    var numbers: [StoredElsewhere: Int] = [:]
    for (number, message) in archive.messages.enumerated() {
      if let before = earlier[PlannedMessage.key(of: message)], live.has(message, as: before.name) {
        present.insert(number)
      } else if live.mayHave(message), let place = message.elsewhere {
        wanted[place.snapshot, default: []].insert(place.path)
        numbers[place] = number
      }
    }
    guard !numbers.isEmpty else { return present }
    try archive.chain.forEachFile(in: wanted) { snapshot, path, content in
      guard let number = numbers[StoredElsewhere(snapshot: snapshot, path: path)] else { return }
      if try live.has(archive.messages[number], content) { present.insert(number) }
    }
    return present
  }

  /// What happens to a message is what would have happened to it on the old host.
  /// - Parameter wasHere: whether an earlier restore has put it into this queue, so that it may have been delivered from here.
  private static func decision(
    _ message: IndexedMessage, _ place: RestoreOptions.Place, wasHere: Bool
  ) -> RestoreDecision {
    if message.isDamaged { return .place(.corrupt, nil) }
    if wasHere { return .place(.hold, .unknown) }
    if message.queue == .hold { return .place(.hold, .held) }
    return place == .hold ? .place(.hold, .restored) : .place(.deferred, nil)
  }

  /// What a person should know of it, in sentences.
  static func remarks(_ plan: [PlannedMessage]) -> [String] {
    func sentence(_ count: Int, _ one: String, _ more: String) -> [String] {
      count == 0 ? [] : ["\(count) message\(count == 1 ? " \(one)" : "s \(more)")"]
    }
    return sentence(
      plan.count { $0.decision == .skip(.present) }, "was in the queue already, and is left out",
      "were in the queue already, and are left out")
      + sentence(
        plan.count { $0.decision == .place(.hold, .unknown) },
        "waits: an earlier restore put it here, and it may have been delivered; 'restore release --also unknown' lets it go",
        "wait: an earlier restore put them here, and they may have been delivered; 'restore release --also unknown' lets"
          + " them go")
  }

  // MARK: The old host

  /// Throws for a transfer that has left this very queue: its messages are somewhere, and would be there twice.
  func checkIsForeign(_ id: String, _ target: RestoreTarget) throws {
    let queueDirectory = target.settings.directory
    if let run = try? TransferRun.read(id, on: shelf), FileReading.isSame(run.queueDirectory, queueDirectory) {
      let (place, advice) = Self.whereabouts(run, try TransferHistory(run))
      throw RecoveryFailure(
        .usage, "transfer \(id) has left this queue itself, and its messages \(place)\n  Nothing was placed. \(advice)")
    }
    guard !QueueAside.exists(queueDirectory, named: id) else {
      throw RecoveryFailure(
        .usage,
        "transfer \(id) has left this queue itself, and its messages are beside it, in "
          + "\(queueDirectory)/\(PrivatePurpose.transfer.path(ofRun: id))\n"
          + "  Nothing was placed. 'postkeep restore transfer status' tells more, with the --state with which it was sent."
      )
    }
  }

  private static func whereabouts(_ run: TransferRun, _ history: TransferHistory) -> (place: String, advice: String) {
    if history.isCancelled { return ("are back in it", "They can be sent anew.") }
    if history.isSettled {
      let host = PrintableText.of(history.acceptedBy ?? "the standby")
      return (
        "are on \(host)",
        "'postkeep restore transfer send' there brings them back. If that host is lost with all it had, name another\n"
          + "  --state here: what it has delivered is sent twice then."
      )
    }
    return (
      "wait beside it",
      "To have them back, run 'postkeep restore transfer accept --refuse \(run.id)' on the standby, and\n"
        + "  '\(run.command("cancel RECEIPT"))' here."
    )
  }
}

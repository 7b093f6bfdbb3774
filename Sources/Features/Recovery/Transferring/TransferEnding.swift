// The old host's second half: lets go when the standby has accepted, or takes its messages back when it never will.

public import Bytes
import JSONText
import QueueStore
import RunJournals
import SystemAccess

public struct TransferEndReport: Sendable {
  public let id: String
  public let isSettled: Bool
  /// Removed, or moved back.
  public internal(set) var count = 0
  /// It had been done before.
  public internal(set) var isRepeated = false
  /// The archive that remains, if the journal knows it.
  public let archive: String?
  /// Whether it was for one host alone.
  var isBound = false
  /// Messages that could not be moved back: something of that name is in the queue.
  public internal(set) var left: [ByteString] = []

  public var text: String {
    let messages = "\(count) message\(count == 1 ? "" : "s")"
    if isRepeated { return "\(id): it was \(isSettled ? "settled" : "cancelled") before\n" }
    var text =
      isSettled
      ? "\(id): settled; \(messages) removed here, which the standby has\n"
      : "\(id): cancelled; \(messages) moved back into the queue\n"
    if isSettled, let archive, FileReading.exists(archive) {
      let others =
        isBound
        ? "no host accepts it again"
        : "neither this host nor the standby accepts it again, but any other one would, and send them twice"
      text += "  \(archive) has them still, for reading: \(others). Delete it in time.\n"
    }
    for name in left.prefix(20) { text += "  not \(name): the queue has something of that name\n" }
    if !left.isEmpty { text += "  Move that away, and run the command again.\n" }
    return text
  }
}

extension Transferring {
  /// Lets go of what the standby has accepted.
  /// - Parameter receipt: the path of what the standby answered.
  public func settle(_ receipt: String) throws(RecoveryFailure) -> TransferEndReport {
    try locked {
      let answer = try read(receipt)
      let run = try find(answer.transfer)
      try check(answer, run, receipt)
      let history = try TransferHistory(run)
      guard case .accepted(let content) = answer.outcome else {
        throw RecoveryFailure(
          .usage,
          "\(receipt) says that \(answer.host) has refused transfer \(run.id)\n"
            + "  Nothing was changed. '\(run.command("cancel \(ShellWord.quoted(receipt))"))' puts the messages back.")
      }
      guard !history.isCancelled else {
        throw RecoveryFailure(
          .usage, "transfer \(run.id) was cancelled here, and its messages are in the queue\n  Nothing was changed.")
      }
      guard let offered = history.offered, offered == content else {
        throw RecoveryFailure(
          .damaged,
          "\(receipt) does not fit transfer \(run.id): it has \(content.count) messages with another sum\n"
            + "  Nothing was changed. Get the receipt from the standby again.")
      }
      var report = TransferEndReport(id: run.id, isSettled: true, archive: history.archive)
      report.isBound = run.standby != nil
      if history.isFinished {
        try tidy(run)
        report.isRepeated = true
        return report
      }
      let journal = try RunJournal(run.directory)
      if !history.isSettled {
        try journal.add("settled") { json in
          json.member("host", answer.host)
          json.member("time", LocalTime.now)
        }
        try journal.sync()
      }
      let aside = try QueueAside(target(run).open(), named: ByteString(run.id))
      for message in try aside.messages() {
        try aside.remove(message)
        report.count += 1
      }
      try finish(aside, journal)
      return report
    }
  }

  /// Moves everything back to where it came from.
  /// - Parameter word: the path of a receipt that says "refused", or the id of a transfer of which no archive was whole.
  public func cancel(_ word: String) throws(RecoveryFailure) -> TransferEndReport {
    try locked {
      let isReceipt = try FileReading.exists(word) && (word.contains("/") || shelf.open(word) == nil)
      let answer = isReceipt ? try read(word) : nil
      let run = try find(answer?.transfer ?? word)
      if let answer { try check(answer, run, word) }
      let history = try TransferHistory(run)
      if history.isSettled || answer.map({ $0.outcome != .refused }) ?? false {
        throw RecoveryFailure(
          .usage,
          "transfer \(run.id) was accepted by \(history.acceptedBy ?? answer?.host ?? "the standby")\n"
            + "  Nothing was changed: its messages are live there, and back in this queue they would be sent twice.")
      }
      if answer == nil, history.offered != nil, !history.isCancelled {
        throw RecoveryFailure(
          .usage,
          "transfer \(run.id) has an archive that a standby may have accepted\n  Nothing was changed. "
            + "On the standby, 'postkeep restore transfer accept --refuse \(run.id)' promises\n  never to accept it, "
            + "and writes the receipt that this command needs: \(run.command("cancel RECEIPT")).")
      }
      var report = TransferEndReport(id: run.id, isSettled: false, archive: nil)
      if history.isFinished {
        try tidy(run)
        report.isRepeated = true
        return report
      }
      let journal = try RunJournal(run.directory)
      if !history.isCancelled {
        try journal.add("cancelled") { json in
          json.member("refused_by", answer?.host)
          json.member("time", LocalTime.now)
        }
        try journal.sync()
      }
      let aside = try QueueAside(target(run).open(), named: ByteString(run.id))
      for message in try aside.messages() {
        if try aside.putBack(message) { report.count += 1 } else { report.left.append(message.name) }
      }
      if report.left.isEmpty { try finish(aside, journal) }
      return report
    }
  }

  private func finish(_ aside: QueueAside, _ journal: RunJournal) throws {
    try aside.sync()
    aside.close()
    try journal.add("finished") { $0.member("time", LocalTime.now) }
    try journal.sync()
  }

  /// Removes an empty place that an earlier end could not remove.
  private func tidy(_ run: TransferRun) throws {
    guard QueueAside.exists(run.queueDirectory, named: run.id) else { return }
    try QueueAside(target(run).open(), named: ByteString(run.id)).close()
  }

  /// A receipt of another host than the one that was meant proves nothing.
  private func check(_ answer: TransferReceipt, _ run: TransferRun, _ path: String) throws(RecoveryFailure) {
    guard let standby = run.standby, standby != answer.host else { return }
    throw RecoveryFailure(
      .usage,
      "\(path) is of \(PrintableText.of(answer.host)), and transfer \(run.id) is for \(PrintableText.of(standby)) alone\n"
        + "  Nothing was changed. If no host has that name, see postkeep-restore(7).")
  }

  private func read(_ path: String) throws(RecoveryFailure) -> TransferReceipt {
    let bytes: [UInt8]
    do throws(SystemError) { bytes = try FileReading.contents(of: path, limit: 1 << 20) } catch {
      throw RecoveryFailure(error.isPermission ? .permission : .unreadable, "\(error)\n  Nothing was changed.")
    }
    return try TransferReceipt(bytes, named: path)
  }
}

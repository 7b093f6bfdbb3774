// A plan for people and machines.

import Bytes
import JSONText
import PostfixQueue
import SnapshotArchive
import SystemAccess

extension RestorePlan {
  /// - Parameter verbose: with every message and what is known of its recipients.
  public func text(verbose: Bool) -> String {
    let manifest = manifest
    var text =
      "From \(manifest.id): \(manifest.messages) messages as of \(LocalTime.full(manifest.window.end / 1000)), "
    text += "\((guarantee ?? manifest.guarantee).rawValue)\n"
    text += PrintableText.of("Of the queue \(manifest.queue.directory) on \(manifest.host)") + "\n"
    if unselected > 0 { text += "\(Self.padded(unselected))  not selected\n" }
    for (count, words) in placements + omissions where count > 0 { text += "\(Self.padded(count))  \(words)\n" }
    text += logText
    for problem in problems {
      text +=
        PrintableText.of(problem) + ": what it may have restored, and is not in the queue, is taken for unknown.\n"
    }
    if verbose { text += "\n" + messages.map(\.line).joined() }
    return text
  }

  private var placements: [(Int, String)] {
    func count(_ queue: QueueName) -> Int { placed.count { $0.decision.queue == queue } }
    return [
      (count(.hold), "to be placed into hold"),
      (count(.deferred), "to be placed into deferred"),
      (count(.corrupt), "to be placed into corrupt: their files are damaged, and Postfix would stumble over them"),
      (count(.maildrop), "submissions that the queue manager has never seen, to be placed into maildrop"),
      (
        self.count(RestoreDecision.HoldReason.unknown),
        "of these wait: nobody can tell whether they were delivered after the snapshot"
      ),
      (self.count(.expired), "of these wait: Postfix would return them to their senders for their age"),
      (placed.count { $0.freshTime != nil }, "of these get as much time as new messages"),
      (self.count(.held), "of these were on hold, and stay there"),
      (
        placed.count { MessageMode(rawValue: $0.message.mode).isExpired && $0.message.queue != .maildrop },
        "of these were marked to be returned at once, which is not kept"
      ),
    ]
  }

  private var omissions: [(Int, String)] {
    [
      (count(.delivered), "left out: nothing is left to do for them, as the log says"),
      (count(.present), "left out: they are in the queue"),
      (count(.purged), "left out: 'queue purge' removed them, and 'queue undo' brings them back"),
      (count(.transferred), "left out: 'restore transfer send' took them for the standby"),
      (count(.finished), "left out: nothing was left to do when the snapshot was taken"),
      (count(RestoreDecision.SkipReason.unknown), "left out: nobody can tell whether they were delivered"),
    ]
  }

  private var logText: String {
    guard let log else {
      return untold == 0
        ? ""
        : "Without a mail log nobody can tell for \(untold) recipients whether they got the message after the "
          + "snapshot: name it with --log.\n"
    }
    func time(_ seconds: Int64?) -> String { seconds.map { LocalTime.full($0) } ?? "never" }
    var text = "The log tells, from \(time(log.first)) to \(time(log.last)):\n"
    for state in RecipientState.State.allCases {
      let count = recipients(state)
      if count > 0 { text += "\(Self.padded(count))  recipients \(state.words)\n" }
    }
    if let gap = log.gap { text += PrintableText.of(gap.words) + ": of what it does not name, nobody can tell.\n" }
    return text + log.remarks.map { "\(PrintableText.of($0))\n" }.joined()
  }

  private static func padded(_ count: Int) -> String {
    let digits = "\(count)"
    return String(repeating: " ", count: max(0, 8 - digits.count)) + digits
  }

  /// A line for each message, and one with the sums.
  public var json: [UInt8] {
    var json = JSONWriter()
    for message in messages { message.write(to: &json) }
    json.object { json in
      json.member("schema", "postkeep.restore.plan/1")
      json.member("snapshot", manifest.id)
      json.member("guarantee", guarantee?.rawValue)
      json.member("messages", messages.count)
      json.member("unselected", unselected)
      json.member("placed", placed.count)
      json.member("bytes", bytes)
      json.object("skipped") { json in
        for reason in RestoreDecision.SkipReason.allCases { json.member(named: reason.rawValue, count(reason)) }
      }
      json.object("held") { json in
        for reason in RestoreDecision.HoldReason.allCases { json.member(named: reason.rawValue, count(reason)) }
      }
      json.object("recipients") { json in
        for state in RecipientState.State.allCases { json.member(named: state.rawValue, recipients(state)) }
        json.member("untold", untold)
      }
      json.member("log_first", log?.first)
      json.member("log_last", log?.last)
      json.member("log_covers", log?.isCovering)
    }
    return json.bytes
  }
}

extension RecipientState.State {
  fileprivate var words: String {
    switch self {
    case .sent: "got it"
    case .bounced: "cannot get it, and the sender knows"
    case .removed: "of messages that are gone: deleted, or returned"
    case .owed: "were tried, and are owed it"
    case .unknown: "of whom nobody can tell"
    }
  }
}

extension PlannedMessage {
  /// For a person, with a line for each recipient of whom something is known.
  fileprivate var line: String {
    let what: String
    switch decision {
    case .place(let queue, let reason): what = "\(queue.rawValue)\(reason.map { " (\($0.rawValue))" } ?? "")"
    case .skip(let reason): what = "left out (\(reason.rawValue))"
    }
    var text = "\(message.id)  \(what)  \(PrintableText.of(message.sender?.description ?? ""))\n"
    for recipient in recipients {
      let time = recipient.time.map { "  \(LocalTime.full($0))" } ?? ""
      text += "    \(recipient.state.rawValue)  \(PrintableText.of(recipient.address.description))\(time)"
      text += "  \(PrintableText.of(recipient.detail))\n"
    }
    return text
  }
}

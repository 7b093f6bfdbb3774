// One message for a person: where it is, whose it is, what happens next, and what each recipient's server said.

import Bytes
import MessageSelections
import PostfixQueue
import QueueStore
import SystemAccess

enum ShownMessageText {
  static func text(of message: CurrentMessage) -> String {
    guard let file = message.file else { return "" }
    let facts = ShownFacts(message)
    var text = "\(file.name) in \(file.queue.rawValue)\n"
    func line(_ name: String, _ value: String?) {
      guard let value else { return }
      text += "  \(name)\(String(repeating: " ", count: max(1, 15 - name.utf8.count)))\(value)\n"
    }
    line("file", "\(file.path), inode \(file.status.inode)")
    for flag in facts.flags { line("state", stateText[flag]) }
    for damage in message.envelope.damage { line("damage", damage.text) }
    line("from", message.envelope.sender.map { _ in "\(message.listedSender)" })
    let arrival = message.arrival
    line("arrived", moment(arrival, message.now))
    let created = message.envelope.createTime(in: message.window)
    if let created, created != arrival { line("file made", moment(created, message.now)) }
    line("size", "\(SizeText.bytes(Int(clamping: message.size))), the file \(SizeText.bytes(file.status.size))")
    line("client", facts.client)
    line("login", facts.login)
    line("notification", facts.notification)
    line("content filter", message.envelope.filter.map { "\(message.printable($0))" })
    line("redirected to", message.envelope.redirect.map { "\(message.printable($0))" })
    line("next attempt", message.nextAttempt.map { $0 <= message.now ? "now" : moment($0, message.now) })
    line("returned at", message.expiry.map { moment($0, message.now) })
    line("delay warning", message.envelope.warningTime.map { moment($0, message.now) })
    return text + recipients(of: message)
  }

  private static let stateText = [
    "expired": "expired by hand: is returned to its sender at the next attempt",
    "unthrottled": "flushed: is tried at once",
    "unfinished": "not finished: Postfix does not see it",
    "marked_corrupt": "found damaged by a delivery agent: Postfix will move it to corrupt",
  ]

  private static func recipients(of message: CurrentMessage) -> String {
    let shown = ShownRecipients(message)
    let left = shown.recipients.count { $0.state == .toDo }
    var text = "\n  \(left) of \(shown.recipients.count) recipients to do\n"
    for recipient in shown.recipients {
      let state = recipient.state == .toDo ? "" : ", \(recipient.state.name)"
      text += "  \(recipient.address)\(state)\n"
      if let original = recipient.original, original != recipient.address { text += "      first \(original)\n" }
      if !recipient.notify.isEmpty { text += "      notify: \(recipient.notify.joined(separator: ", "))\n" }
      for note in recipient.notes { text += line(note) }
    }
    if !shown.strangers.isEmpty {
      text += "\n  logged about recipients that the message does not have\n"
      for note in shown.strangers { text += "  \(printable(note.paragraph.recipient))\n\(line(note))" }
    }
    return text
  }

  private static func line(_ note: ShownRecipient.Note) -> String {
    let paragraph = note.paragraph
    var words = [paragraph.action, paragraph.status].compactMap { $0.map(printable) }
    if let host = paragraph.remoteHost { words.append("by \(printable(host))") }
    let unsent = note.log == .bounce ? " (the sender has not been told yet)" : ""
    return "      \(words.joined(separator: " ")): \(printable(note.reason))\(unsent)\n"
  }

  private static func printable(_ text: ByteString) -> String { PrintableText.of(text.description) }

  private static func moment(_ seconds: Int64, _ now: Int64) -> String {
    let (distance, isOver) = now.subtractingReportingOverflow(seconds)
    guard !isOver, distance > Int64.min else { return "\(seconds), which is no time" }
    let words = distance >= 0 ? "\(Quantity.time(distance)) ago" : "in \(Quantity.time(-distance))"
    return "\(LocalTime.full(seconds)), \(words)"
  }
}

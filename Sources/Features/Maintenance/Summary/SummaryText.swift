// A summary for a person: lines that fit on a screen of 24 rows where there is little to tell, and on 40 otherwise.

public import Bytes
import MailAddresses
import PostfixQueue
import SystemAccess

extension QueueSummary {
  public func lines(_ style: TerminalStyle, width: Int) -> [String] {
    SummaryText(summary: self, style: style, width: max(60, width)).lines
  }
}

private struct SummaryText {
  let summary: QueueSummary
  let style: TerminalStyle
  let width: Int

  var lines: [String] {
    var lines = [style.bold(cut("Queue \(summary.directory)  \(LocalTime.full(summary.now))")), ""]
    lines.append(style.faint(columns("", "messages", "size", "oldest", "next attempt")))
    lines += summary.parts.map { row($0.queue.rawValue, $0.part, $0.queue) }
    lines.append(style.bold(row("total", summary.total, nil)))
    lines += ["", cut("age        " + ages)]
    lines += attention.map { cut($0) }
    lines += list("Why it waits", "recipients", summary.reasons)
    lines += list("Where it goes", "recipients", summary.destinations)
    lines += list("Who sent it", "messages", summary.senders)
    return lines
  }

  private func row(_ name: String, _ part: QueueSummary.Part, _ queue: QueueName?) -> String {
    let isEmpty = part.count == 0
    return columns(
      name, isEmpty ? "-" : ShortNumber.grouped(part.count), isEmpty ? "-" : SizeText.bytes(Int(clamping: part.bytes)),
      part.oldest.map { AgeText.text(difference(summary.now, $0)) } ?? "-", isEmpty ? "" : attempts(part, queue))
  }

  private func attempts(_ part: QueueSummary.Part, _ queue: QueueName?) -> String {
    switch queue {
    case .deferred, .incoming:
      let next = part.nextAttempt.map { "in " + AgeText.text(difference($0, summary.now)) }
      let due = part.due > 0 ? "\(ShortNumber.grouped(part.due)) due now" : nil
      return [due, next].compactMap(\.self).joined(separator: ", ")
    case .active: return "being delivered"
    case .maildrop: return "to be picked up"
    case .hold, .corrupt: return "none"
    case nil: return ""
    }
  }

  private func columns(_ name: String, _ count: String, _ size: String, _ oldest: String, _ next: String) -> String {
    func right(_ text: String, _ width: Int) -> String {
      String(repeating: " ", count: max(0, width - text.utf8.count)) + text
    }
    let left = name + String(repeating: " ", count: max(0, 10 - name.utf8.count))
    let line = left + right(count, 10) + right(size, 10) + right(oldest, 10) + (next.isEmpty ? "" : "   " + next)
    return cut(line)
  }

  private var ages: String {
    let shares = [(500, "half are under"), (900, "90 % under"), (990, "99 % under")]
    let words = shares.compactMap { share, words in
      // A class of ages is told by its upper end: what is below it is that old or younger.
      summary.ages.quantile(share).map { "\(words) \(AgeText.text($0 &+ max(1, $0 / 64)))" }
    }
    return words.isEmpty ? "nothing is queued" : words.joined(separator: ", ")
  }

  private var attention: [String] {
    let notes = summary.attention
    let counts: [(Int, String)] = [
      (notes.held, "on hold"), (notes.bounces, "with the null sender"), (notes.damaged, "damaged"),
      (notes.expired, "marked to be returned"),
    ]
    let times = [(notes.expiringSoon, "within 24 h"), (notes.overdue, "at the next failure")]
    func text(_ counts: [(Int, String)]) -> String {
      counts.filter { $0.0 > 0 }.map { "\(ShortNumber.grouped($0.0)) \($0.1)" }.joined(separator: ", ")
    }
    var lines: [String] = []
    if !text(times).isEmpty { lines.append("expire     " + text(times)) }
    if !text(counts).isEmpty { lines.append("of these   " + text(counts)) }
    if let unseen = summary.unseenFiles, unseen > 0 {
      let lie = unseen == 1 ? "1 file lies" : "\(ShortNumber.grouped(unseen)) files lie"
      lines.append("besides    \(lie) where Postfix does not look; see 'postkeep queue check'")
    }
    return lines
  }

  private func list(_ title: String, _ unit: String, _ rows: [QueueSummary.Top]) -> [String] {
    guard !rows.isEmpty else { return [] }
    return ["", style.bold(title) + style.faint(" (\(unit))")]
      + rows.map { row in
        let count = ShortNumber.grouped(row.count)
        let name = PrintableText.of(ByteString(PrintableAddress.text(row.name.bytes)).description)
        return cut(String(repeating: " ", count: max(0, 9 - count.utf8.count)) + count + "  " + name)
      }
  }

  private func difference(_ later: Int64, _ earlier: Int64) -> Int64 {
    let (difference, isOver) = later.subtractingReportingOverflow(earlier)
    return isOver ? 0 : difference
  }

  /// Not wider than the terminal.
  private func cut(_ line: String) -> String {
    guard PrintableText.width(line) > width else { return line }
    var used = 0
    let kept = line.unicodeScalars.prefix { scalar in
      used += PrintableText.width(scalar)
      return used < width
    }
    return String(String.UnicodeScalarView(kept)) + "…"
  }
}

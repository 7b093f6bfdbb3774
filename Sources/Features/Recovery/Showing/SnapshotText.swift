// A snapshot for people: what it is, and its messages.

public import Bytes
import JSONText
import PostfixQueue
public import SnapshotArchive
import SystemAccess

public struct SnapshotView: Sendable {
  public let manifest: SnapshotManifest
  public let summary: SnapshotSummary
  public let messages: [IndexedMessage]

  /// - Parameter paths: of the messages that are shown; nil for all.
  public init(_ chain: SnapshotChain, paths: Set<ByteString>? = nil) throws(RecoveryFailure) {
    var messages: [IndexedMessage] = []
    summary = try RecoveryFailure.translating(chain.checking) {
      try chain.forEachMessage { if paths?.contains($0.path) ?? true { messages.append($0) } }
    }
    manifest = chain.manifest
    self.messages = messages.sorted { $0.path < $1.path }
  }

  /// What it is, and below a line for each message.
  public var text: String { heading + messages.map { $0.line + "\n" }.joined() }

  public var heading: String {
    var lines = [
      "snapshot    \(manifest.id)", "host        \(PrintableText.of(manifest.host))",
      "queue       \(PrintableText.of(manifest.queue.directory))",
      "taken       \(LocalTime.full(manifest.window.start / 1000)) to \(LocalTime.full(summary.end / 1000))",
      "messages    \(summary.messages), \(summary.logs) logs, \(SizeText.bytes(summary.bytes))",
      "guarantee   \(summary.guarantee.rawValue)\(manifest.reason.map { ": \(PrintableText.of($0))" } ?? "")",
    ]
    if let postfix = manifest.postfix { lines.append("postfix     \(PrintableText.of(postfix))") }
    if let base = manifest.base { lines.append("builds on   \(PrintableText.of(base))") }
    if let selection = manifest.selection { lines.append("selection   \(PrintableText.of(selection))") }
    if !manifest.tags.isEmpty { lines.append("tags        \(PrintableText.of(manifest.tags.joined(separator: ", ")))") }
    lines.append(
      "config      \(manifest.hasConfiguration ? manifest.hasSecrets ? "yes, with secrets" : "yes" : "no")")
    if summary.finished > 0 { lines.append("left out    \(summary.finished) that were done while it was taken") }
    if summary.damaged > 0 { lines.append("damaged     \(summary.damaged) messages, kept as they are") }
    lines += summary.problems.map { "problem     \(PrintableText.of($0))" }
    return lines.joined(separator: "\n") + "\n\n"
  }

  /// The manifest and the summary, and then the messages, one a line.
  public var json: [UInt8] {
    var json = JSONWriter()
    json.object { json in
      json.member("schema", "postkeep.snapshot.show/1")
      json.member("manifest", manifest)
      json.object("summary") { summary.writeMembers(to: &$0) }
    }
    for message in messages { json.value(IndexLine.message(message)) }
    return json.bytes
  }
}

extension IndexedMessage {
  fileprivate var line: String {
    let sender = PrintableText.of((sender ?? "?").description)
    let first = PrintableText.of((toDo.first ?? done.first ?? "?").description)
    let others = toDo.count + done.count - 1
    let arrival = arrival.map { LocalTime.full($0) } ?? "?"
    return "\(id)  \(queue?.rawValue ?? "?")  \(stamp.size)  \(arrival)  <\(sender)> to <\(first)>"
      + (others > 0 ? " and \(others) more" : "") + (isDamaged ? "  damaged" : "")
  }
}

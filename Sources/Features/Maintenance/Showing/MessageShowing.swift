// Shows one message, wherever in the queue it is.

public import Bytes
import JSONText
import MessageSelections
import PostfixQueue
public import QueueStore
import SystemAccess

public struct MessageShowing: Sendable {
  public enum View: Sendable {
    case text, json
    /// Parts of the content as it would be delivered, pointers followed.
    case headers, body, eml
    /// The file, record by record.
    case records
  }

  let store: QueueStore
  let id: ByteString
  /// The file that is meant where several have the id.
  let inode: UInt64?

  public init(_ store: QueueStore, id: ByteString, inode: UInt64?) {
    self.store = store
    self.id = id
    self.inode = inode
  }

  /// Writes piece by piece.
  /// - Parameter isForTerminal: whether control characters would reach a terminal.
  /// - Returns: what was wrong with the files; damage that text and JSON tell of is not among it.
  public func write(
    _ view: View, now: Int64, isForTerminal: Bool = false, to output: ([UInt8]) -> Bool
  ) throws(MaintenanceFailure) -> [String] {
    func put(_ bytes: [UInt8]) -> Bool { output(isForTerminal ? PrintableText.lines(bytes) : bytes) }
    let message = CurrentMessage(store, now: now)
    var text = ""
    var json = JSONWriter(style: .indented)
    var problems: [String] = []
    let files = try find(alone: view != .text && view != .json)
    json.object { json in
      json.member("schema", "postkeep.queue.shown/1")
      json.member("queue_id", id)
      json.array("files") { json in
        for (file, open) in files {
          var window = QueueFileWindow(step: view == .text || view == .json ? 4096 : 1 << 16)
          let number = open.number
          window.open(size: file.status.size) { buffer, offset in OpenFile.read(number, into: buffer, at: offset) }
          switch view {
          case .text:
            message.visit(file, &window) { _ in
              text += (text.isEmpty ? "" : "\n") + ShownMessageText.text(of: message)
            }
          case .json: message.visit(file, &window) { _ in ShownMessageJSON.write(message, to: &json) }
          case .records:
            var dump = RecordDump()
            dump.write(&window, to: put)
            problems += dump.damage.map(\.text)
          case .headers, .body, .eml:
            let part = ContentPart(hasHeaders: view != .body, hasBody: view != .headers)
            problems += Self.write(part, file, &window, to: put).map { [$0.text] } ?? []
          }
          withExtendedLifetime(open) {}
        }
      }
    }
    if view == .text { _ = put(Array(text.utf8)) }
    if view == .json { _ = put(json.drain()) }
    return problems.map { "\(files.first?.file.path ?? id.description): \($0)" }
  }

  private static func write(
    _ part: ContentPart, _ file: QueuedFile, _ window: inout QueueFileWindow, to output: ([UInt8]) -> Bool
  ) -> QueueFileDamage? {
    var envelope = Envelope()
    envelope.read(&window, isMaildrop: file.queue == .maildrop)
    guard let start = envelope.contentStart else { return envelope.damage.first ?? .incomplete }
    window.forget()
    return part.write(&window, from: start, to: output)
  }
}

// What the journal of a restore says about a message that it has put into a queue.

import Bytes
import JSONText
import PostfixQueue
import QueueStore
import SnapshotArchive

struct RestoredMessage: Sendable {
  /// See PlannedMessage.key.
  let key: String
  let old: ByteString
  /// The id that it has got.
  private(set) var name: ByteString
  private(set) var inode: UInt64
  let queue: QueueName
  let hold: RestoreDecision.HoldReason?
  /// Seconds since the epoch.
  let time: Int64
  private(set) var staged: StagedMessage
  /// Whether its file still waits beside the queues. Not in the journal, but seen there.
  var isWaiting = false

  init(_ planned: PlannedMessage, _ staged: StagedMessage, at time: Int64) {
    key = planned.key
    old = planned.message.id
    name = staged.name
    inode = staged.inode
    queue = planned.decision.queue ?? .hold
    if case .place(_, let reason) = planned.decision { hold = reason } else { hold = nil }
    self.time = time
    self.staged = staged
  }

  /// pickup(8) takes what is in maildrop at once, so that such a message waits beside the queues.
  var waitsForRelease: Bool { queue == .maildrop && hold != nil }

  /// The same as it lies beside the queue now.
  func at(_ staged: StagedMessage) -> RestoredMessage {
    var message = self
    message.inode = staged.inode
    message.staged = staged
    return message
  }

  /// The same under another id.
  func renamed(_ name: ByteString) -> RestoredMessage {
    var message = self
    message.name = name
    message.staged = StagedMessage(old: old, name: name, inode: inode, logs: staged.logs, file: staged.file)
    return message
  }

  func write(to json: inout JSONWriter) {
    json.member("key", key)
    json.member("id", old)
    json.member("new", name)
    json.member("inode", inode)
    json.member("queue", queue.rawValue)
    json.member("hold", hold?.rawValue)
    json.member("logs", staged.logs.map(\.rawValue))
    json.member("file", staged.file)
    json.member("time", time)
  }

  /// Nil for a line that is none.
  init?(_ json: JSONValue) {
    guard let key = json["key"]?.text, let old = json["id"]?.text, let new = json["new"]?.text,
      let inode = json["inode"]?.integer.flatMap({ UInt64(exactly: $0) }),
      let queue = json["queue"]?.text.flatMap(QueueName.init(rawValue:)), let file = json["file"]?.text
    else { return nil }
    self.key = key
    self.old = ByteString(old)
    name = ByteString(new)
    self.inode = inode
    self.queue = queue
    hold = json["hold"]?.text.flatMap(RestoreDecision.HoldReason.init(rawValue:))
    time = json["time"]?.integer.map { Int64($0) } ?? 0
    staged = StagedMessage(
      old: self.old, name: name, inode: inode,
      logs: (json["logs"]?.elements ?? []).compactMap { $0.text.flatMap(LogName.init(rawValue:)) },
      file: ByteString(file))
  }
}

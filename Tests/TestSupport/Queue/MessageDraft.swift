// One message by chance, before it has a file and so an id.

struct MessageDraft {
  var queue: MessageQueue
  var file: MessageFile
  var created: QueueTime
  var hasLongID: Bool
  var mode: UInt32
  var modified: Int
  /// For each of `file.allRecipients`.
  var notes: [DeliveryNote?]
  var traces: Bool
  var traits: Set<MessageTrait>

  /// Whether the file has cleanup's form.
  var isCleaned: Bool { queue != .maildrop || traits.contains(.requeued) }
}

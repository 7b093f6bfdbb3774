// What the content of a message file says that a repair has to know, read once.

import Bytes
import PostfixQueue
import SystemAccess

struct MessageFacts: Sendable {
  /// Whether it was read up to its end record.
  var isComplete = false
  var isEmpty = false
  /// Whether cleanup has written it: in maildrop, `postsuper -r` has put such a file there.
  var isCleaned = false
  /// Of the arrival, 0 where the file does not say.
  var microseconds: UInt32 = 0
  /// Recipients that are done.
  var done = 0
  /// What is wrong with it; empty for nothing.
  var damage = ""
}

/// Reads one message file after the other.
struct MessageFactReader {
  private var envelope = Envelope()
  private var window = QueueFileWindow()

  /// Nil when the file is gone.
  mutating func read(_ name: ByteString, in directory: Directory, _ queue: QueueName) throws(SystemError)
    -> MessageFacts?
  {
    guard let file = try directory.open(name) else { return nil }
    let number = file.number
    window.open(size: try file.status().size) { buffer, offset in OpenFile.read(number, into: buffer, at: offset) }
    envelope.read(&window, isMaildrop: queue == .maildrop)
    withExtendedLifetime(file) {}
    var facts = MessageFacts()
    facts.isComplete = envelope.isComplete
    facts.isEmpty = envelope.damage.contains(.empty)
    facts.isCleaned = envelope.size != nil
    if let number = envelope.arrivalMicroseconds, (0..<1_000_000).contains(number) {
      facts.microseconds = UInt32(number)
    }
    for recipient in envelope.recipients where recipient.state == .done { facts.done += 1 }
    facts.damage = envelope.damage.map(\.text).joined(separator: "; ")
    return facts
  }
}

// A plan as a person reads it.

import Bytes
import PostfixQueue
import QueueStore
import SystemAccess

extension QueuePlan {
  /// - Parameter verb: "remove", "hold"…
  public func text(_ verb: String) -> String {
    var text = "Would \(verb) \(Quantity.messages(count)) of \(total), \(SizeText.bytes(bytes)).\n"
    for queue in queues {
      let own = messages.count { $0.folder.queue == queue }
      if own > 0 { text += "  \(queue.rawValue): \(own)\n" }
    }
    if inDelivery > 0 {
      text += "  \(Quantity.messages(inDelivery)) in the active queue would be left alone (--include active).\n"
    }
    if severalNames > 0 {
      text += "  \(severalNames) of them would be left alone: they have other names in the queue (see 'queue check').\n"
    }
    if count > 0 { text += "For example:\n" }
    for message in messages.prefix(5) {
      text += "  \(message.name)  \(LocalTime.full(message.arrival))  "
      text += "\(PrintableText.of(message.sender.description))  \(SizeText.bytes(message.size))\n"
    }
    return text
  }
}

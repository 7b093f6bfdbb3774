// A message as `postqueue -p` prints it. Source: showq_compat.c.

import Bytes
import MessageSelections
import PostfixQueue
import QueueStore
import SystemAccess

struct MessageText {
  /// enable_long_queue_ids makes the columns wider.
  let isLong: Bool

  private static let noReason = Array("reason unavailable".utf8)[...]

  var heading: [UInt8] {
    Array(
      (isLong
        ? "----Queue ID----- --Size-- ---Arrival Time---- --Sender/Recipient------\n"
        : "-Queue ID-  --Size-- ----Arrival Time---- -Sender/Recipient-------\n").utf8)
  }

  func append(_ message: CurrentMessage, _ file: QueuedFile, to text: inout [UInt8]) {
    let mark = file.queue.mark + (file.mode.isExpired ? "#" : "")
    pad(file.name.bytes + Array(mark.utf8), isLong ? 17 : 11, to: &text)
    text.append(0x20)
    let size = Array("\(message.size)".utf8)
    text.append(contentsOf: repeatElement(0x20, count: max(0, (isLong ? 8 : 7) - size.count)))
    text += size
    text.append(0x20)
    text += Array(LocalTime.mailq(message.arrival).utf8)
    text += isLong ? [0x20] : [0x20, 0x20]
    text += message.listedSenderBytes
    text.append(0x0A)
    var shown: ArraySlice<UInt8> = []
    message.forEachListedRecipient { recipient in
      if recipient.reason != shown {
        shown = recipient.reason
        let reason = shown.isEmpty ? Self.noReason : shown
        text.append(contentsOf: repeatElement(0x20, count: max(0, 76 - reason.count)))
        text.append(UInt8(ascii: "("))
        text += reason
        text += Array(")\n".utf8)
      }
      text.append(contentsOf: repeatElement(0x20, count: isLong ? 47 : 41))
      text += recipient.address
      text.append(0x0A)
    }
  }

  private func pad(_ word: [UInt8], _ width: Int, to text: inout [UInt8]) {
    text += word
    text.append(contentsOf: repeatElement(0x20, count: max(0, width - word.count)))
  }
}

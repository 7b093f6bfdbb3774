// A recipient with everything that the logs say about it.

import Bytes
import MailAddresses
import MessageSelections
import PostfixQueue
import QueueStore

struct ShownRecipient {
  struct Note {
    let log: LogName
    let paragraph: RecipientLog.Paragraph
    var reason: ByteString { paragraph.reason ?? ByteString(RecipientLog.noReason) }
  }

  /// In external form.
  let address: ByteString
  let original: ByteString?
  let dsnOriginal: ByteString?
  let state: Envelope.Recipient.State
  /// never, success, failure, delay.
  let notify: [String]
  var notes: [Note] = []
}

extension Envelope.Recipient.State {
  var name: String {
    switch self {
    case .toDo: "to_do"
    case .done: "done"
    case .cancelled: "cancelled"
    }
  }
}

/// The recipients of a message, and what logs say of recipients that it does not have.
struct ShownRecipients {
  private(set) var recipients: [ShownRecipient] = []
  private(set) var strangers: [ShownRecipient.Note] = []

  init(_ message: CurrentMessage) {
    var byOffset: [Int64: Int] = [:]
    var byAddress: [ByteString: Int] = [:]
    for recipient in message.envelope.recipients {
      let address = ByteString(message.printed(recipient.address))
      byOffset[Int64(recipient.offset)] = recipients.count
      byAddress[address] = byAddress[address] ?? recipients.count
      recipients.append(
        ShownRecipient(
          address: address, original: recipient.original.map { ByteString(message.printed($0)) },
          dsnOriginal: recipient.dsnOriginal.map { ByteString(PrintableAddress.text(message.text($0).bytes)) },
          state: recipient.state, notify: Self.notify(recipient.notify)))
    }
    guard let file = message.file else { return }
    for log in LogName.allCases {
      for paragraph in message.folders.log(log, of: file.name)?.paragraphs ?? [] {
        let note = ShownRecipient.Note(log: log, paragraph: paragraph)
        let named = ByteString(message.printed(paragraph.recipient.bytes[...]))
        // An offset may be that of a file which had the id before.
        let exact = paragraph.offset.flatMap { byOffset[$0] }.flatMap { recipients[$0].address == named ? $0 : nil }
        if let index = exact ?? byAddress[named] {
          recipients[index].notes.append(note)
        } else {
          strangers.append(note)
        }
      }
    }
  }

  private static func notify(_ flags: Int64?) -> [String] {
    guard let flags else { return [] }
    return [(1, "never"), (2, "success"), (4, "failure"), (8, "delay")].compactMap { bit, name in
      flags & bit != 0 ? name : nil
    }
  }
}

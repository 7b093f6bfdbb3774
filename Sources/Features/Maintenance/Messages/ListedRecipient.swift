// A recipient as mailq lists it: those with a reason first, in the order of the defer log, then the others.

import Bytes
import MailAddresses
import PostfixQueue

struct ListedRecipient {
  /// In external form, fit for a terminal.
  let address: ByteString
  /// Empty for none.
  let reason: ByteString
  /// The enhanced status code of the last attempt.
  let dsn: ByteString?
}

extension CurrentMessage {
  var listedRecipients: [ListedRecipient] {
    guard let log else {
      return envelope.recipients.lazy.filter { $0.state == .toDo }.map { recipient in
        ListedRecipient(address: PrintableAddress.of(window.bytes[recipient.address]), reason: .empty, dsn: nil)
      }
    }
    var listed: [ListedRecipient] = []
    listed.reserveCapacity(log.paragraphs.count)
    for paragraph in log.paragraphs {
      listed.append(
        ListedRecipient(
          address: ByteString(PrintableAddress.text(paragraph.recipient.bytes)),
          reason: ByteString(PrintableAddress.text(paragraph.reason.bytes)), dsn: paragraph.status))
    }
    // Few are looked through, many are looked up.
    let known = log.paragraphs.count > 8 ? Set(log.paragraphs.map(\.recipient)) : nil
    for recipient in envelope.recipients where recipient.state == .toDo {
      let address = PrintableAddress.of(window.bytes[recipient.address])
      let isKnown = known?.contains(address) ?? log.paragraphs.contains { $0.recipient == address }
      if !isKnown { listed.append(ListedRecipient(address: address, reason: .empty, dsn: nil)) }
    }
    return listed
  }

  /// In external form; "MAILER-DAEMON" for the null sender, and for none.
  var listedSender: ByteString { PrintableAddress.of(window.bytes[envelope.sender ?? 0..<0]) }
}

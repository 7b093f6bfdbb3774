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
    var listed = log.paragraphs.map { paragraph in
      ListedRecipient(
        address: ByteString(PrintableAddress.text(paragraph.recipient.bytes)),
        reason: ByteString(PrintableAddress.text(paragraph.reason.bytes)), dsn: paragraph.status)
    }
    let known = Set(log.paragraphs.map(\.recipient))
    for recipient in envelope.recipients where recipient.state == .toDo {
      let address = PrintableAddress.of(window.bytes[recipient.address])
      if !known.contains(address) { listed.append(ListedRecipient(address: address, reason: .empty, dsn: nil)) }
    }
    return listed
  }

  /// In external form; "MAILER-DAEMON" for the null sender, and for none.
  var listedSender: ByteString { PrintableAddress.of(window.bytes[envelope.sender ?? 0..<0]) }
}

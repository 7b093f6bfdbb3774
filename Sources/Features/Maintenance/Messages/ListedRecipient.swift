// A recipient as mailq lists it: those with a reason first, in the order of the defer log, then the others.

import Bytes
import MessageSelections
import PostfixQueue

/// Texts are parts of the message file or of its log where nothing in them has to be changed.
struct ListedRecipient {
  /// In external form, fit for a terminal.
  let address: ArraySlice<UInt8>
  /// Empty for none.
  var reason: ArraySlice<UInt8> = []
  /// The enhanced status code of the last attempt.
  var dsn: ArraySlice<UInt8>?
}

extension CurrentMessage {
  func forEachListedRecipient(_ look: (ListedRecipient) -> Void) {
    let log = log ?? RecipientLog([])
    for place in log.places {
      look(
        ListedRecipient(
          address: printed(log.recipient(place)), reason: printed(log.reason(place)),
          dsn: place.status.map { printed(log.bytes[$0]) }))
    }
    // Few are looked through, many are looked up. Compared is what is shown: a log may have bytes that cannot be printed.
    let known = log.places.count > 8 ? Set(log.places.map { printed(log.recipient($0)) }) : nil
    for recipient in envelope.recipients where recipient.state == .toDo {
      let address = printed(recipient.address)
      let isKnown = known?.contains(address) ?? log.places.contains { printed(log.recipient($0)) == address }
      if !isKnown { look(ListedRecipient(address: address)) }
    }
  }

  /// In external form; "MAILER-DAEMON" for the null sender, and for none.
  var listedSender: ByteString { ByteString(listedSenderBytes) }
  var listedSenderBytes: ArraySlice<UInt8> { printed(envelope.sender ?? 0..<0) }
}

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
    let log = log
    let places = log?.places ?? []
    let text = log?.bytes ?? []
    for place in places {
      look(
        ListedRecipient(
          address: printed(text[place.recipient]), reason: printed(text[place.reason]),
          dsn: place.status.map { printed(text[$0]) }))
    }
    // Few are looked through, many are looked up. Compared is what is shown: a log may have bytes that cannot be printed.
    let known = places.count > 8 ? Set(places.map { printed(text[$0.recipient]) }) : nil
    for recipient in envelope.recipients where recipient.state == .toDo {
      let address = printed(recipient.address)
      let isKnown = known?.contains(address) ?? places.contains { printed(text[$0.recipient]) == address }
      if !isKnown { look(ListedRecipient(address: address)) }
    }
  }

  /// In external form; "MAILER-DAEMON" for the null sender, and for none.
  var listedSender: ByteString { ByteString(listedSenderBytes) }
  var listedSenderBytes: ArraySlice<UInt8> { printed(envelope.sender ?? 0..<0) }
}

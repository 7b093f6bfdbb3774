// What the defer log says last about each recipient to whom the message is still to be delivered.
//
// A paragraph names the place of the recipient's record in the file, which tells recipients apart that are spelt alike.
// What has no place, or that of another file, is about everybody of that address.

import Bytes
import MailAddresses
public import PostfixQueue

extension SelectableMessage {
  /// In the order of the file; the attempt is nil before the first one.
  public var lastAttempts: [(recipient: Envelope.Recipient, attempt: LogPlaces?)] {
    let recipients = recipientsToDo
    guard let log, !log.places.isEmpty else { return recipients.map { ($0, nil) } }
    let records = Set(envelope.recipients.map { Int64($0.offset) })
    var byRecord: [Int64: LogPlaces] = [:]
    var byAddress: [ArraySlice<UInt8>: LogPlaces] = [:]
    for places in log.places {
      if let offset = places.offset, records.contains(offset) {
        byRecord[offset] = places
      } else {
        byAddress[PrintableAddress.text(log.recipient(places), usesUTF8: usesUTF8)] = places
      }
    }
    return recipients.map { recipient in
      if let attempt = byRecord[Int64(recipient.offset)] { return (recipient, attempt) }
      guard !byAddress.isEmpty else { return (recipient, nil) }
      return (recipient, byAddress[PrintableAddress.of(window.bytes[recipient.address], usesUTF8: usesUTF8)])
    }
  }
}

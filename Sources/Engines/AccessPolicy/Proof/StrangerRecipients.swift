// Recipients beyond the plain ones: those of lists that are too wide, and those whose alias is made of themselves.

import Bytes
import PostfixConfig

extension Strangers {
  /// A line that makes an address of the sender's choice out of a recipient.
  struct AddressMaker {
    let parameter: ByteString
    let place: TablePlace
  }

  /// An alias table may turn a local recipient into an address that the sender chose, and so may a table for cleanup.
  static func aliasedRecipients(_ smtp: SMTPService) -> [(text: ByteString, by: AddressMaker)] {
    var recipients: [(text: ByteString, by: AddressMaker)] = []
    var maps = [smtp.tables.virtualAliases]
    if smtp.rewritesRecipients("recipient_canonical_classes") { maps.append(smtp.tables.recipientCanonical) }
    if smtp.rewritesRecipients("canonical_classes") { maps.append(smtp.tables.canonical) }
    for map in maps.compactMap({ $0 }) {
      addRecipients(of: map, to: &recipients)
    }
    return recipients
  }

  private static func addRecipients(of map: MapList, to recipients: inout [(text: ByteString, by: AddressMaker)]) {
    for element in map.elements {
      for entry in element.table.entries ?? [] {
        guard let at = entry.value.bytes.lastIndex(of: UInt8(ascii: "@")),
          entry.value.bytes[at...].contains(UInt8(ascii: "$"))
        else { continue }
        for key in element.table.sampleKeys(of: entry, wanting: ["victim", "victim.example"]).prefix(4) {
          guard let target = element.table.lookup(key).value, target.hasSuffix("victim.example") else { continue }
          recipients.append((key, AddressMaker(parameter: map.name, place: entry.place)))
        }
      }
    }
  }

  /// Recipients in the first domains that are ours.
  var ownRecipients: [ByteString] {
    ownDomains.prefix(4).flatMap { ["postmaster@" + $0, "nobody-of-that-name@" + $0] }
  }

  /// Clients in each of the trusted networks.
  var trustedClients: [Client] {
    (smtp.tables.networks?.elements ?? []).prefix(20).flatMap { element -> [Client] in
      let keys: [ByteString]
      switch element.kind {
      case .pattern(let text): keys = [text]
      case .table(let table): keys = (table.entries ?? []).prefix(20).compactMap { table.sampleKeys(of: $0).first }
      case .failing, .cannotTell: keys = []
      }
      return keys.compactMap { key in
        let network = IPNetwork(pattern: key)
        guard let address = network.map(StrangerAddresses.address) ?? StrangerAddresses.address(from: key) else {
          return nil
        }
        return Client(address: address, name: nil, reverseName: .missing)
      }
    }
  }
}

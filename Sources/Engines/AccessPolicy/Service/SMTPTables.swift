// The lists and tables that an smtpd service opens besides its access tables.

import Bytes
import PostfixConfig

struct SMTPTables: Sendable {
  /// Nil where only the host knows: the default of mynetworks on another machine.
  let networks: MatchList?
  let relayDomains: MatchList
  let localRecipients, senderCanonical, recipientCanonical, canonical: MapList?
  let virtualAliases, virtualMailboxes, relayRecipients: MapList?
  let senderLogins, relayCertificates: MapList?
  let blocklistReplies: MapList?

  init(_ values: ServiceValues, shelf: TableShelf, _ problems: inout ServiceProblems) {
    networks = values.known("mynetworks") == nil ? nil : shelf.list("mynetworks", of: .clients, values)
    relayDomains = shelf.list("relay_domains", of: .hostNames, values)
    localRecipients = shelf.maps("local_recipient_maps", values)
    senderCanonical = shelf.maps("sender_canonical_maps", values)
    recipientCanonical = shelf.maps("recipient_canonical_maps", values)
    canonical = shelf.maps("canonical_maps", values)
    virtualAliases = shelf.maps("virtual_alias_maps", values)
    virtualMailboxes = shelf.maps("virtual_mailbox_maps", values)
    relayRecipients = shelf.maps("relay_recipient_maps", values)
    senderLogins = shelf.maps("smtpd_sender_login_maps", values)
    relayCertificates = shelf.maps("relay_clientcerts", values)
    blocklistReplies = shelf.maps("rbl_reply_maps", values)
    for list in [networks, relayDomains] {
      if let list { problems.note(shelf.fatalProblem(of: list), of: list.name) }
    }
    let maps = [
      localRecipients, senderCanonical, recipientCanonical, canonical, virtualAliases, virtualMailboxes,
      relayRecipients, senderLogins, relayCertificates, blocklistReplies,
    ]
    for case let map? in maps { problems.note(shelf.fatalProblem(of: map), of: map.name) }
  }
}

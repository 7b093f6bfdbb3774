// Where an address leads: its class, the recipient after all routing has been taken off, and how it would be delivered.
//
// Source: resolve_clnt.h.

import Bytes
import PostfixConfig

struct ResolvedAddress: Sendable, Hashable {
  enum Outcome: Sendable, Hashable {
    case resolved
    /// RESOLVE_FLAG_ERROR. Only the recipient is worth something.
    case badSyntax
    /// RESOLVE_FLAG_FAIL: a lookup fails for now; smtpd answers 451.
    case failed(String)
    /// The class is not in the files; see `unknown` for the question. The table is the item of the list, or the
    /// parameter that only the host knows.
    case cannotTell(table: ByteString, why: String)
  }

  enum AddressClass: Sendable, Hashable, CaseIterable {
    case local, virtualAlias, virtualMailbox, relay, `default`
  }

  /// What puts an address into its class.
  struct Decision: Sendable, Hashable {
    /// "mydestination", "relay_domains", "inet_interfaces" …; empty for the default class.
    let parameter: ByteString
    /// The item of the parameter's value that matched, as written; nil for none.
    var item: ByteString?
    /// Where the item stands.
    var place: MatchList.Place?
    /// What was looked for: the domain.
    var key: ByteString = .empty
  }

  var outcome = Outcome.resolved
  /// In internal form.
  var recipient: ByteString
  var transport = ByteString.empty
  var nextHop = ByteString.empty
  var addressClass = AddressClass.default
  /// RESOLVE_FLAG_ROUTED: the local part still has a routing character.
  var isRouted = false
  var decidedBy = Decision(parameter: .empty)
  /// What would have to be known for the class, or for the transport when the outcome is `resolved`.
  var unknown: AccessUnknown?
  /// Whether a lookup failed so early that the reply has no address in it.
  var isLost = false

  init(recipient: ByteString) { self.recipient = recipient }
}

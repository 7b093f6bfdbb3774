// One element of a restriction list, ready to be asked.

import Bytes

/// A table that a list names. `index` is nil where smtpd does not know the table when it comes to it.
struct AccessTable: Sendable {
  /// As written: "hash:/etc/postfix/access".
  let name: ByteString
  let index: Int?
}

struct Check: Sendable {
  /// What is looked up in an access table.
  enum Key: String, Sendable {
    case client, reverseClient, helo, sender, recipient, sasl, certificate, etrn
  }

  /// Whose name servers, mail exchangers or addresses are looked up, or whose name a DNS list is asked for.
  enum Host: Sendable { case client, reverseClient, helo, sender, recipient }

  enum Destination: Sendable { case permit, reject, `defer` }
  enum LoginMismatch: Sendable { case authenticated, known, unauthenticated, both }

  enum Kind: Sendable {
    /// No effect on the answer: sleep, reject_unauth_pipelining, a DNS list without its name.
    case nothing
    case serverError(String)
    case warnIfReject
    case permit, reject, `defer`, deferIfPermit, deferIfReject
    case plaintextSession
    case unknownClient, unknownReverseClient
    case ownAddress, networks, login
    case clientCertificate(anyTrusted: Bool)
    case access(Key, AccessTable)
    /// `type:table` alone, which the list's own kind decides.
    case bareTable(AccessTable)
    case serverAccess(Host, AccessTable)
    case addressList(ByteString, permits: Bool)
    case domainList(Host, ByteString, permits: Bool)
    case invalidHelo, partialHelo, unknownHelo, nakedAddress
    case partialAddress(Host), unknownDomain(Host), unverified(Host), unlisted(Host)
    case loginMismatch(LoginMismatch)
    case destination(Destination)
    case relayDomains, backupExchanger
    case policyService(ByteString)
    case restrictionClass(Int)
  }

  let kind: Kind
  /// The word and its argument as written.
  let text: ByteString
  let place: AccessPlace?
}

/// A restriction class, or a list.
struct CheckList: Sendable {
  /// The parameter.
  let name: ByteString
  let checks: [Check]
  /// The words, for the check that smtpd makes at its start.
  let words: [ByteString]
}

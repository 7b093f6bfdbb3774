// Where a recipient leads, and whether this server is meant to take mail for it.
//
// Source: smtpd_check.c (permit_auth_destination, reject_unauth_destination, check_relay_domains).

import Bytes
import PostfixConfig

extension Evaluation {
  mutating func resolvedSender(_ mailbox: Mailbox) -> ResolvedAddress {
    guard smtp.resolver.transports.dependsOnSender, let address = mailbox.address else { return mailbox.resolved }
    return smtp.resolver.resolved(address, sender: recipient ?? .empty)
  }

  mutating func resolvedRecipient(_ mailbox: Mailbox) -> ResolvedAddress {
    guard smtp.resolver.transports.dependsOnSender, let address = mailbox.address else { return mailbox.resolved }
    return smtp.resolver.resolved(address, sender: sender ?? .empty)
  }

  mutating func requireResolved(_ resolved: ResolvedAddress, _ name: ByteString) throws(Interruption) {
    if case .failed(let why) = resolved.outcome { throw temporaryFailure(name, why) }
  }

  mutating func decide(destination wish: Check.Destination) throws(Interruption) -> Status {
    guard knowsRecipient, let recipient else { return .noDecision }
    let isAuthorized = try isAuthorizedDestination(recipientMailbox)
    switch wish {
    case .permit: return isAuthorized ? permit() : .noDecision
    case .reject, .defer:
      if isAuthorized {
        if authorizedBy == nil { authorizedBy = currentDecision }
        return .noDecision
      }
      let isDeferring = wish == .defer
      return refuse(
        settings.codes.relayDomains - (isDeferring ? 100 : 0), isDeferring ? "4.7.1" : "5.7.1",
        "<" + recipient + ">: Relay access denied")
    }
  }

  /// Whether the recipient is ours or one that we relay for.
  mutating func isAuthorizedDestination(_ mailbox: Mailbox) throws(Interruption) -> Bool {
    let resolved = resolvedRecipient(mailbox)
    try requireResolved(resolved, mailbox.address ?? .empty)
    guard resolved.recipient.bytes.contains(UInt8(ascii: "@")) else { return true }
    if resolved.isRouted, !settings.allowsRouting {
      found("\(resolved.recipient) has routing characters, so its destination is uncertain")
      return false
    }
    if case .cannotTell(let table, let why) = resolved.outcome {
      found(why)
      return choose(resolved.unknown ?? AccessUnknown(.table, table, key: resolved.recipient), among: 2) == 1
    }
    let decision = resolved.decidedBy
    if resolved.addressClass == .default {
      found("\(resolved.recipient) is no destination of this server")
      return false
    }
    found("\(resolved.recipient) is listed in \(decision.parameter)\(decision.item.map { ": \($0)" } ?? "")")
    return true
  }

  mutating func decideByRelayDomains() throws(Interruption) -> Status {
    guard knowsRecipient, let recipient else { return .noDecision }
    let client = client
    switch smtp.tables.relayDomains.matches(hostName: client.name ?? "unknown") {
    case .matched(let element):
      found("relay_domains: the client name \(client.name ?? "unknown") matches \(element.text)")
      return permit()
    case .cannotTell(let why, let element):
      found(why)
      let unknown = AccessUnknown(.table, element.text, key: client.name ?? "unknown")
      if choose(unknown, among: 2) == 1 { return permit() }
    // smtpd does not look at a failure here.
    case .notMatched, .failed: break
    }
    if try isAuthorizedDestination(recipientMailbox) { return permit() }
    return refuse(settings.codes.relayDomains, "5.7.1", rejected(recipient, .recipient, "Relay access denied"))
  }
}

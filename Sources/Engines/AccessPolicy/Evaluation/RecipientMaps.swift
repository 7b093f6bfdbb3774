// Whether an address exists, as far as this server knows: reject_unlisted_recipient and its kin.
//
// Source: smtpd_check.c (check_rcpt_maps), mail_addr_find.c.

import Bytes
import PostfixConfig

extension Evaluation {
  mutating func checkListed(recipient address: ByteString) throws(Interruption) -> Status {
    if !settings.checksRecipients || hasCheckedRecipient { return .noDecision }
    if !isWarning { hasCheckedRecipient = true }
    return try checkListed(address, resolvedRecipient(recipientMailbox), .recipient)
  }

  mutating func checkListed(sender address: ByteString) throws(Interruption) -> Status {
    if !settings.checksRecipients || hasCheckedSender { return .noDecision }
    if !isWarning { hasCheckedSender = true }
    return try checkListed(address, resolvedSender(senderMailbox), .sender)
  }

  private mutating func checkListed(
    _ address: ByteString, _ resolved: ResolvedAddress, _ subject: EnhancedStatus.Subject
  ) throws(Interruption) -> Status {
    try requireResolved(resolved, address)
    let tables = smtp.tables
    var maps = [tables.recipientCanonical]
    if subject == .sender { maps.append(tables.senderCanonical) }
    maps += [tables.canonical, tables.virtualAliases]
    for map in maps where try isListed(resolved.recipient, in: map, address) { return .noDecision }

    let isSender = subject == .sender
    func refuseBounce(_ code: Int, _ status: ByteString, _ why: ByteString) -> Status {
      refuse(code, EnhancedStatus.adapted(status, to: subject), rejected(address, subject, why), .bounce)
    }
    if resolved.transport == "error" {
      let (status, text) = EnhancedStatus.split(resolved.nextHop.bytes[...], otherwise: isSender ? "5.1.0" : "5.1.1")
      let code = resolved.addressClass == .virtualAlias ? settings.codes.unknownVirtualAlias : 550
      return refuseBounce(code, status, text)
    }
    if resolved.transport == "retry" {
      let (status, text) = EnhancedStatus.split(resolved.nextHop.bytes[...], otherwise: isSender ? "4.1.0" : "4.1.1")
      return refuseBounce(450, status, text)
    }

    let (map, code, table): (MapList?, Int, ByteString)
    switch resolved.addressClass {
    case .local:
      for name in [settings.doubleBounceSender, "postmaster", "mailer-daemon"] where isUser(name, resolved.recipient) {
        return .noDecision
      }
      (map, code, table) = (tables.localRecipients, settings.codes.unknownLocal, "local recipient")
    case .virtualMailbox:
      (map, code, table) = (tables.virtualMailboxes, settings.codes.unknownVirtualMailbox, "virtual mailbox")
    case .relay: (map, code, table) = (tables.relayRecipients, settings.codes.unknownRelay, "relay recipient")
    case .default:
      guard case .cannotTell = resolved.outcome else { return .noDecision }
      return try checkListedSomewhere(address, resolved, subject)
    case .virtualAlias: return .noDecision
    }
    guard let map, try !isListed(resolved.recipient, in: map, address) else { return .noDecision }
    let status: ByteString = isSender ? "5.1.0" : "5.1.1"
    return refuse(
      code, status, rejected(address, subject, unknownUser(table)), .bounce)
  }

  /// Whose domain it is cannot be told: it may be one of ours whose table does not have the address.
  private mutating func checkListedSomewhere(
    _ address: ByteString, _ resolved: ResolvedAddress, _ subject: EnhancedStatus.Subject
  ) throws(Interruption) -> Status {
    let tables = smtp.tables
    var mayBeUnlisted = false
    for map in [tables.localRecipients, tables.virtualMailboxes, tables.relayRecipients] where map != nil {
      if try !isListed(resolved.recipient, in: map, address) { mayBeUnlisted = true }
    }
    guard mayBeUnlisted else { return .noDecision }
    let question = AccessUnknown(.table, resolved.unknown?.subject ?? "", key: resolved.recipient)
    if choose(question, among: 2) == 0 { return .noDecision }
    let status: ByteString = subject == .sender ? "5.1.0" : "5.1.1"
    return refuse(settings.codes.unknownLocal, status, rejected(address, subject, "User unknown"), .bounce)
  }

  private func unknownUser(_ table: ByteString) -> ByteString {
    settings.namesUnknownUserTable ? "User unknown in " + table + " table" : "User unknown"
  }

  private func isUser(_ name: ByteString, _ address: ByteString) -> Bool {
    address.count > name.count && address.bytes[name.count] == UInt8(ascii: "@")
      && ByteString(address.bytes.prefix(name.count)).lowercased == name.lowercased
  }

  /// Whether the address is in a table, in any of its forms.
  mutating func isListed(
    _ recipient: ByteString, in map: MapList?, _ address: ByteString
  ) throws(Interruption) -> Bool {
    guard let map else { return false }
    switch find(recipient, in: map, possible: [nil, "x"]) {
    case .found(let value, _):
      found("\(map.name): \(recipient) → \(value)")
      return true
    case .notFound:
      found("\(map.name): \(recipient) is not there")
      return false
    case .failed(let why, let isConfiguration):
      throw isConfiguration ? serverError("\(map.name): \(why)") : temporaryFailure(address, "\(map.name): \(why)")
    }
  }

  mutating func find(_ address: ByteString, in map: MapList, possible: [ByteString?]) -> Lookup {
    let smtp = smtp
    let result = smtp.search.find(address, in: map) { domain in
      if ByteString(domain).lowercased == smtp.settings.origin.lowercased { return (true, nil) }
      switch smtp.localDomains.contains(domain) {
      case .local: return (true, nil)
      case .foreign: return (false, nil)
      case .failed(let why): return (false, .failed(why))
      // An address literal that may be the server's own; tables seldom have its users by name alone.
      case .cannotTell: return (false, nil)
      }
    }
    return settled(result, key: address, possible: possible)
  }

  // MARK: Who may use a sender address

  mutating func decideByLogin(_ kind: Check.LoginMismatch) throws(Interruption) -> Status {
    guard settings.usesSASL, knowsSender, let sender = senderMailbox.address, !sender.isEmpty else {
      return .noDecision
    }
    // smtpd opens the list even if it is empty; then nobody owns any address.
    let user = client.saslUsername
    switch (kind, user) {
    case (.authenticated, nil), (.unauthenticated, _?): return .noDecision
    default: break
    }
    let resolved = resolvedSender(senderMailbox)
    try requireResolved(resolved, sender)
    let lookup: Lookup
    if let map = smtp.tables.senderLogins {
      lookup = find(resolved.recipient, in: map, possible: [nil, user ?? "x"])
    } else {
      lookup = .notFound
    }
    switch (lookup, user) {
    case (.failed(let why, let isConfiguration), _):
      throw isConfiguration ? serverError(why) : temporaryFailure(sender, why)
    case (.found(let owners, _), let user?):
      found("smtpd_sender_login_maps: \(resolved.recipient) → \(owners)")
      let names = owners.bytes.split(whereSeparator: \.isListSeparator)
      if names.contains(where: {
        CaseFolding.fold(ByteString($0), usesUTF8: settings.usesUTF8)
          == CaseFolding.fold(user, usesUTF8: settings.usesUTF8)
      }) {
        return .noDecision
      }
      return refuse(553, "5.7.1", rejected(sender, .sender, "not owned by user " + user))
    case (.notFound, let user?):
      if kind == .known { return .noDecision }
      return refuse(553, "5.7.1", rejected(sender, .sender, "not owned by user " + user))
    case (.found, nil): return refuse(553, "5.7.1", rejected(sender, .sender, "not logged in"))
    case (.notFound, nil): return .noDecision
    }
  }
}

// The way of a session through the stages of SMTP, and which list is asked where.
//
// With smtpd_delay_reject nothing is refused before RCPT TO; then the lists about client, HELO and sender are asked for
// each recipient. Source: smtpd_check.c (smtpd_check_client … smtpd_check_eod), smtpd.c (mail_cmd, rcpt_cmd).

import Bytes
import PostfixConfig

extension Evaluation {
  /// Not `.reject` where everything is permitted; else `refusal` says why not.
  mutating func runSession() throws(Interruption) -> Status {
    stage = .client
    if !settings.delaysReject, !asksRecipientListsOnly {
      hasLoggedIn = false
      hasStartedTLS = settings.isWrapped
      if try checkClient() == .reject { return .reject }
      if let helo = introduction, try introduce(helo) == .reject { return .reject }
      hasLoggedIn = true
      hasStartedTLS = true
    }
    stage = .sender
    knowsHelo = true
    if try beginMail() == .reject { return .reject }
    stage = .recipient
    if try checkRecipient() == .reject { return .reject }
    isAtRecipient = false
    stage = .data
    if try checkBody(smtp.lists.data, ("DATA", .data)) == .reject { return .reject }
    stage = .endOfData
    return try checkBody(smtp.lists.endOfData, ("END-OF-MESSAGE", .endOfData))
  }

  private mutating func checkClient() throws(Interruption) -> Status {
    stage = .client
    deferIfPermit = nil
    resetForList()
    let status =
      try smtp.lists.client.checks.isEmpty
      ? .noDecision : run(smtp.lists.client, (.client, client.namaddr, .client))
    hasDeferredClient = deferIfPermit != nil
    return status
  }

  private mutating func checkHelo(_ helo: ByteString) throws(Interruption) -> Status {
    stage = .helo
    if !hasDeferredClient { deferIfPermit = nil }
    resetForList()
    let status = try run(smtp.lists.helo, (.helo, helo, .helo))
    hasDeferredHelo = deferIfPermit != nil
    return status
  }

  /// HELO, which is said again after STARTTLS.
  private mutating func introduce(_ helo: ByteString) throws(Interruption) -> Status {
    saysHelo = true
    defer { saysHelo = false }
    let steps = trace.count
    if try checkHelo(helo) == .reject { return .reject }
    if hasStartedTLS { return .noDecision }
    hasStartedTLS = true
    guard client.usesTLS else { return .noDecision }
    trace.removeSubrange(steps...)
    return try checkHelo(helo)
  }

  private mutating func checkSender() throws(Interruption) -> Status {
    stage = .sender
    if !hasDeferredClient, !hasDeferredHelo { deferIfPermit = nil }
    hasDeferredSender = deferIfPermit != nil
    // A sender that no list asks for need not be chosen.
    guard let sender = senderAddress() else { return .noDecision }
    hasCheckedSender = false
    resetForList()
    var status = try run(smtp.lists.sender, (.sender, sender, .sender))
    hasDeferredSender = deferIfPermit != nil
    if settings.rejectsUnlistedSender, status != .reject, !hasCheckedSender, !isDiscarded, !sender.isEmpty {
      status = try run(Self.listedSender, (.sender, sender, nil))
    }
    return status
  }

  private mutating func senderAddress() -> ByteString? {
    if smtp.lists.sender.checks.isEmpty, !settings.rejectsUnlistedSender { return nil }
    return senderMailbox.address
  }

  /// What smtpd checks when no list has done so.
  private static let listedSender = implicit("smtpd_reject_unlisted_sender", "reject_unlisted_sender", .sender)
  private static let listedRecipient = implicit(
    "smtpd_reject_unlisted_recipient", "reject_unlisted_recipient", .recipient)

  private static func implicit(_ name: ByteString, _ restriction: ByteString, _ host: Check.Host) -> CheckList {
    CheckList(name: name, checks: [Check(kind: .unlisted(host), text: restriction, place: nil)], words: [])
  }

  // MARK: MAIL FROM

  private mutating func beginMail() throws(Interruption) -> Status {
    if settings.requiresTLS, !client.usesTLS {
      return protocolRefusal(530, "5.7.0", "Must issue a STARTTLS command first")
    }
    if settings.requiresHelo, helo == nil { return protocolRefusal(503, "5.5.1", "Error: send HELO/EHLO first") }
    if settings.hasCommandFilter, choose(AccessUnknown(.value, "smtpd_command_filter"), among: 2) == 1 {
      return protocolRefusal(500, "5.5.2", "Error: command not recognized")
    }
    if space.senders.count == 1, senderMailbox.address == nil {
      return protocolRefusal(501, "5.1.7", "Bad sender address syntax")
    }
    knowsSender = true
    if !settings.delaysReject, !asksRecipientListsOnly {
      let status = try checkSender()
      if status == .reject { return .reject }
    }
    if let failure = try rewriteContext() { return failure }
    if settings.isStrictUTF8, let address = senderMailbox.address, !address.bytes.allSatisfy({ $0 < 0x80 }) {
      return protocolRefusal(553, "5.6.7", "Must declare SMTPUTF8 to send unicode address")
    }
    return .noDecision
  }

  mutating func protocolRefusal(_ code: Int, _ status: ByteString, _ text: ByteString) -> Status {
    let isSoftened = settings.isSoft && code >= 500
    let line = isSoftened ? ByteString([UInt8(ascii: "4")] + status.bytes.dropFirst()) : status
    refusal = Refusal(kind: .policy, code: isSoftened ? code - 100 : code, status: line, text: text)
    refusedBy = AccessVerdict.Decision(list: .empty, restriction: text, place: nil)
    return .reject
  }

  /// Whether the client's headers are completed as our own; only a failure of the lookup matters here.
  private mutating func rewriteContext() throws(Interruption) -> Status? {
    for word in settings.localRewriteClients {
      switch word.lowercased {
      case "permit_mynetworks":
        let client = client
        guard let networks = smtp.tables.networks else { continue }
        switch networks.matches(name: client.name ?? "unknown", address: client.address) {
        case .matched: return nil
        case .failed: return protocolRefusal(451, "4.3.0", "Temporary lookup error")
        case .notMatched, .cannotTell: continue
        }
      case "permit_inet_interfaces":
        let own = smtp.localDomains.addresses
        if case .own = own.contains(client.address.bytes[...], proxies: false) { return nil }
      case "permit_sasl_authenticated": if isLoggedIn(client) { return nil }
      default: continue
      }
    }
    return nil
  }

  // MARK: RCPT TO

  private mutating func checkRecipient() throws(Interruption) -> Status {
    guard let recipient = recipientMailbox.address else {
      return protocolRefusal(501, "5.1.3", "Bad recipient address syntax")
    }
    if settings.isStrictUTF8, !recipient.bytes.allSatisfy({ $0 < 0x80 }) {
      return protocolRefusal(553, "5.6.7", "Must declare SMTPUTF8 to send unicode address")
    }
    // Mail from the prober, and a postmaster without a domain, must always be accepted.
    if isProber(recipient) || recipient.lowercased == "postmaster" {
      permits.append((.recipient, .init(list: .empty, restriction: "<" + recipient + ">", place: nil)))
      knowsRecipient = true
      return .noDecision
    }
    knowsRecipient = true
    isAtRecipient = true
    hasCheckedRecipient = false
    if settings.delaysReject, !asksRecipientListsOnly {
      if try checkClient() == .reject { return .reject }
      if !smtp.lists.helo.checks.isEmpty, let helo, try checkHelo(helo) == .reject { return .reject }
      if try checkSender() == .reject { return .reject }
    }
    if !hasDeferredSender { deferIfPermit = nil }
    resetForList()
    var lists = [(smtp.lists.recipient, AccessStage.recipient), (relayList, .relay)]
    if settings.asksRelayListFirst { lists.reverse() }
    var status = Status.noDecision
    for (list, stage) in lists {
      self.stage = stage
      status = try run(list, (.recipient, recipient, .recipient))
      if status == .reject { return .reject }
    }
    stage = .recipient
    if let refused = refuseDeferred() { return refused }
    if settings.rejectsUnlistedRecipient, !hasCheckedRecipient, !isDiscarded {
      return try run(Self.listedRecipient, (.recipient, recipient, nil))
    }
    return .noDecision
  }

  private var relayList: CheckList { settings.triesRelayDefault ? SMTPLists.trialRelayList : smtp.lists.relay }

  private func isProber(_ recipient: ByteString) -> Bool {
    guard let prober = smtp.proberAddress, prober.count == recipient.count else { return false }
    return prober.lowercased == recipient.lowercased
  }

  /// What was put off: a permission that an earlier trouble forbids.
  private mutating func refuseDeferred() -> Status? {
    guard let deferred = deferIfPermit else { return nil }
    let status = refuse(deferred.code, deferred.status, deferred.text, deferred.kind)
    refusedBy = deferredBy ?? refusedBy
    return status
  }

  // MARK: DATA

  private mutating func checkBody(
    _ list: CheckList, _ name: (ByteString, EnhancedStatus.Subject)
  ) throws(Interruption) -> Status {
    deferIfPermit = nil
    if list.checks.isEmpty { return .noDecision }
    resetForList()
    let status = try run(list, (name.1, name.0, nil))
    if status == .reject { return .reject }
    return refuseDeferred() ?? .noDecision
  }
}

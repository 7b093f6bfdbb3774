// Restrictions that ask the network: DNS lists, name servers, address probes, policy services. The files do not tell, so
// each answer is followed.
//
// What does not answer for now is followed where that makes a difference: it puts off or softens a refusal.
// Source: smtpd_check.c (check_server_access, reject_rbl_addr, permit_mx_backup, check_policy_service).

import Bytes
import PostfixConfig

extension Evaluation {
  mutating func decideByNetwork(_ kind: Check.Kind, _ context: Context) throws(Interruption) -> Status {
    switch kind {
    case .serverAccess(let host, let table): return try decideByServers(of: host, table, context)
    case .addressList(let list, let permits):
      let address = client.address
      return try decide(byList: list, address, .client, permits: permits)
    case .domainList(let host, let list, let permits):
      let (name, subject) = name(of: host)
      guard let domain = name.flatMap(Self.listedDomain) else { return .noDecision }
      return try decide(byList: list, domain, subject, permits: permits)
    case .unknownHelo:
      guard let helo else { return .noDecision }
      if helo.bytes.first == UInt8(ascii: "[") { return invalidAddress(helo) }
      let text = rejected(helo, .helo, "Host not found")
      switch choose(AccessUnknown(.dns, "A or MX record", key: helo), among: 3) {
      case 0: return .noDecision
      case 1: return refuse(settings.codes.unknownHostname, "4.7.1", text)
      default: return refuseIfPermitted(450, "4.7.1", text, isPutOff: settings.putsOffUnknownHostname)
      }
    case .unknownDomain(let host): return try decideByDomain(of: host)
    case .unverified(let host): return decideByProbe(of: host)
    case .backupExchanger: return try decideByExchangers()
    case .policyService(let server): return try decideByPolicy(server, context)
    default: return .noDecision
    }
  }

  private mutating func name(of host: Check.Host) -> (name: ByteString?, subject: EnhancedStatus.Subject) {
    switch host {
    case .client: (client.name, .client)
    case .reverseClient: (reverseName(of: client), .reverseClient)
    case .helo: (helo, .helo)
    case .sender: (sender, .sender)
    case .recipient: (recipient, .recipient)
    }
  }

  /// Addresses without a domain, literals, numbers and what is no host name are not asked for.
  private static func listedDomain(of name: ByteString) -> ByteString? {
    let domain = name.bytes.lastIndex(of: UInt8(ascii: "@")).map { name.bytes[($0 + 1)...] } ?? name.bytes[...]
    let last = domain.lastIndex(of: UInt8(ascii: ".")).map { domain[($0 + 1)...] } ?? domain
    if last.allSatisfy(\.isASCIIDigit) || !HostSyntax.isHostName(domain) { return nil }
    return ByteString(domain)
  }

  private mutating func decide(
    byList list: ByteString, _ key: ByteString, _ subject: EnhancedStatus.Subject, permits: Bool
  ) throws(Interruption) -> Status {
    // An allow list must not open the server for other people's recipients.
    if permits, isAtRecipient, knowsRecipient, try !isAuthorizedDestination(recipientMailbox) { return .noDecision }
    let answer = choose(AccessUnknown(.dns, list, key: key), among: permits ? 3 : 2)
    found("\(list): assumed that \(key) is \(["not listed", "listed", "not to be found out"][answer])")
    if answer == 2 { deferIfRejected(450, "4.7.1", rejected(key, subject, "Service unavailable")) }
    guard answer == 1 else { return .noDecision }
    if permits { return permit() }
    let (code, status) = try blocklistReply(list)
    return refuse(
      code, EnhancedStatus.adapted(status, to: subject),
      "Service unavailable; " + subject.rawValue + " [" + key + "] blocked using " + list)
  }

  private mutating func blocklistReply(_ list: ByteString) throws(Interruption) -> (Int, ByteString) {
    switch lookUp(list, in: smtp.tables.blocklistReplies) {
    case .found(let value, _) where value.count > 3 && value.bytes[..<3].allSatisfy(\.isASCIIDigit):
      let code = value.bytes[..<3].reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
      return (code, EnhancedStatus.split(value.bytes[4...], otherwise: "4.7.1").status)
    case .failed(let why, _): throw serverError(why)
    case .found, .notFound: return (settings.codes.blocklist, "4.7.1")
    }
  }

  private mutating func decideByServers(
    of host: Check.Host, _ table: AccessTable, _ context: Context
  ) throws(Interruption) -> Status {
    let (name, subject) = name(of: host)
    guard let name, !name.isEmpty else { return .noDecision }
    // Any of its results may come; a permission is an error.
    var results: [ByteString?] = [nil]
    if let index = table.index, index < smtp.lists.tables.count,
      let possible = smtp.lists.tables[index].possibleResults, possible.count <= 8
    {
      results += possible.sorted().map(Optional.some)
    } else {
      results.append("REJECT")
    }
    let unknown = AccessUnknown(.dns, "servers or addresses in " + table.name, key: name)
    guard let value = results[choose(unknown, among: results.count)] else { return .noDecision }
    return try forbidPermission(try act(on: value, (subject, name), context), name)
  }

  private mutating func decideByDomain(of host: Check.Host) throws(Interruption) -> Status {
    let isSender = host == .sender
    guard isSender ? knowsSender : knowsRecipient else { return .noDecision }
    let mailbox = isSender ? senderMailbox : recipientMailbox
    guard let address = mailbox.address, !isSender || !address.isEmpty else { return .noDecision }
    let resolved = isSender ? resolvedSender(mailbox) : resolvedRecipient(mailbox)
    try requireResolved(resolved, address)
    guard let at = resolved.recipient.bytes.lastIndex(of: UInt8(ascii: "@")) else { return .noDecision }
    switch resolved.addressClass {
    case .local, .virtualAlias, .virtualMailbox: return .noDecision
    case .relay, .default: break
    }
    let domain = resolved.recipient.bytes[(at + 1)...]
    if domain.first == UInt8(ascii: "["), domain.last == UInt8(ascii: "]") { return .noDecision }
    let unknown = AccessUnknown(.dns, "A or MX record", key: ByteString(domain))
    let status: ByteString = isSender ? "4.1.8" : "4.1.2"
    let text = rejected(address, isSender ? .sender : .recipient, "Domain not found")
    switch choose(unknown, among: 3) {
    case 0: return .noDecision
    case 1: return refuse(settings.codes.unknownAddress, status, text)
    default: return refuseIfPermitted(450, status, text, isPutOff: settings.putsOffUnknownAddress)
    }
  }

  private mutating func decideByProbe(of host: Check.Host) -> Status {
    let isSender = host == .sender
    guard let address = isSender ? sender : recipient, !address.isEmpty else { return .noDecision }
    let codes = settings.codes
    let code: Int
    switch choose(AccessUnknown(.addressVerification, "address verification", key: address), among: 3) {
    case 0: return .noDecision
    case 1: code = isSender ? codes.unverifiedSender : codes.unverifiedRecipient
    default: code = isSender ? codes.undecidedSender : codes.undecidedRecipient
    }
    if code / 100 == 2 { return .noDecision }
    let status: ByteString = isSender ? "4.1.7" : "4.1.1"
    let text = rejected(address, isSender ? .sender : .recipient, "undeliverable address")
    if code / 100 != 4 { return refuse(code, status, text) }
    let isPutOff = isSender ? settings.putsOffUnverifiedSender : settings.putsOffUnverifiedRecipient
    return refuseIfPermitted(code, status, text, isPutOff: isPutOff)
  }

  private mutating func decideByExchangers() throws(Interruption) -> Status {
    guard knowsRecipient, recipient != nil else { return .noDecision }
    let mailbox = recipientMailbox
    if try isAuthorizedDestination(mailbox) { return permit() }
    let resolved = resolvedRecipient(mailbox)
    if resolved.isRouted, !settings.allowsRouting { return .noDecision }
    guard let at = resolved.recipient.bytes.lastIndex(of: UInt8(ascii: "@")) else { return permit() }
    let domain = ByteString(resolved.recipient.bytes[(at + 1)...])
    if domain.bytes.first == UInt8(ascii: "["), domain.bytes.last == UInt8(ascii: "]") { return .noDecision }
    switch choose(AccessUnknown(.dns, "MX records that name this host as a backup", key: domain), among: 3) {
    case 0: return .noDecision
    case 1: return permit()
    default:
      deferIfRejected(450, "4.4.4", rejected(mailbox.address ?? .empty, .recipient, "Unable to look up mail exchanger"))
      return .noDecision
    }
  }

  private mutating func decideByPolicy(_ server: ByteString, _ context: Context) throws(Interruption) -> Status {
    let actions: [ByteString] = ["DUNNO", "OK", "REJECT", settings.policyDefaultAction]
    let unknown = AccessUnknown(.policyService, server, key: ByteString(stage.rawValue))
    let action = actions[choose(unknown, among: actions.count)]
    found("assumed that \(server) answers \(action)")
    return try act(on: action, (context.subject, context.name), context)
  }
}

// What each restriction decides.
//
// Source: smtpd_check.c (generic_checks).

import Bytes
import PostfixConfig

extension Evaluation {
  mutating func decide(_ check: Check, _ context: Context) throws(Interruption) -> Status {
    let (subject, name, _) = context
    switch check.kind {
    case .nothing, .warnIfReject: return .noDecision
    case .serverError(let why): throw serverError(why)
    case .permit: return permit()
    case .reject: return refuse(settings.codes.reject, "5.7.1", rejected(name, subject, "Access denied"))
    case .defer: return refuse(settings.codes.defer, "4.3.2", rejected(name, subject, "Try again later"))
    case .deferIfPermit:
      return refuseIfPermitted(450, "4.7.0", rejected(name, subject, "defer_if_permit requested"))
    case .deferIfReject:
      deferIfRejected(450, "4.7.0", rejected(name, subject, "defer_if_reject requested"))
      return .noDecision
    case .plaintextSession:
      if client.usesTLS || settings.isWrapped { return .noDecision }
      return refuse(settings.codes.plaintext, "4.7.1", "Session encryption is required")
    case .unknownClient, .unknownReverseClient, .ownAddress, .networks, .login, .clientCertificate:
      return try decideByClient(check.kind, context)
    case .access(let key, let table): return try decide(by: table, key, context)
    case .bareTable(let table):
      guard let key = context.bareTable else {
        throw serverError("specify one of check_client_access, check_helo_access … before \(table.name)")
      }
      return try decide(by: table, key, context)
    case .serverAccess, .addressList, .domainList, .unknownHelo, .unknownDomain, .unverified, .backupExchanger,
      .policyService:
      return try decideByNetwork(check.kind, context)
    case .invalidHelo, .partialHelo, .nakedAddress: return decideByHelo(check.kind)
    case .partialAddress(let host):
      let (address, subject) = host == .sender ? (sender, EnhancedStatus.Subject.sender) : (recipient, .recipient)
      guard let address, host == .recipient || !address.isEmpty else { return .noDecision }
      return partial(address, subject)
    case .unlisted(.sender):
      guard let sender, !sender.isEmpty else { return .noDecision }
      return try checkListed(sender: sender)
    case .unlisted:
      guard let recipient, !recipient.isEmpty else { return .noDecision }
      return try checkListed(recipient: recipient)
    case .loginMismatch(.both):
      // smtpd has a class for it, so that warn_if_reject covers both.
      return try evaluate(
        [
          Check(
            kind: .loginMismatch(.authenticated), text: "reject_authenticated_sender_login_mismatch", place: check.place
          ),
          Check(
            kind: .loginMismatch(.unauthenticated), text: "reject_unauthenticated_sender_login_mismatch",
            place: check.place),
        ], context)
    case .loginMismatch(let kind): return try decideByLogin(kind)
    case .destination(let wish): return try decide(destination: wish)
    case .relayDomains: return try decideByRelayDomains()
    case .restrictionClass(let index):
      guard index < smtp.lists.classes.count else { return .noDecision }
      return try evaluate(smtp.lists.classes[index], context)
    }
  }

  private mutating func decideByHelo(_ kind: Check.Kind) -> Status {
    guard let helo else { return .noDecision }
    let isLiteral = helo.bytes.first == UInt8(ascii: "[")
    switch kind {
    case .nakedAddress:
      let isBare = helo.bytes.allSatisfy { $0.isASCIIDigit || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: ":") }
      guard isBare else { return .noDecision }
      let status = invalidAddress(helo)
      return status == .noDecision ? permit() : status
    case .invalidHelo:
      if isLiteral { return invalidAddress(helo) }
      let name = withoutFinalDot(helo.bytes[...])
      if HostSyntax.isHostName(name) || HostSyntax.isAddress(name) { return .noDecision }
      return refuse(settings.codes.invalidHostname, "5.5.2", rejected(helo, .helo, "Invalid name"))
    default:
      if isLiteral { return invalidAddress(helo) }
      let name = withoutFinalDot(helo.bytes[...])
      if HostSyntax.isHostName(name), name.contains(UInt8(ascii: ".")) { return .noDecision }
      return refuse(settings.codes.nonFQDN, "5.5.2", rejected(helo, .helo, "need fully-qualified hostname"))
    }
  }

  mutating func invalidAddress(_ helo: ByteString) -> Status {
    var address = helo.bytes[...]
    if address.count > 2, address.first == UInt8(ascii: "["), address.last == UInt8(ascii: "]") {
      address = address.dropFirst().dropLast()
    }
    if HostSyntax.bareAddress(address) != nil { return .noDecision }
    return refuse(settings.codes.invalidHostname, "5.5.2", rejected(helo, .helo, "invalid ip address"))
  }

  /// A dot at the end is no fault, two are.
  func withoutFinalDot(_ name: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    let dot = UInt8(ascii: ".")
    guard name.count > 1, name.last == dot, name[name.endIndex - 2] != dot else { return name }
    return name.dropLast()
  }

  private mutating func partial(_ address: ByteString, _ subject: EnhancedStatus.Subject) -> Status {
    let domain = address.bytes.lastIndex(of: UInt8(ascii: "@")).map { address.bytes[($0 + 1)...] } ?? []
    if domain.first == UInt8(ascii: "["), domain.last == UInt8(ascii: "]") { return .noDecision }
    let name = withoutFinalDot(domain)
    if HostSyntax.isHostName(name), name.contains(UInt8(ascii: ".")) { return .noDecision }
    return refuse(settings.codes.nonFQDN, "4.5.2", rejected(address, subject, "need fully-qualified address"))
  }
}

// The sessions that an evaluation may choose from: one of each list. A single session is a space with one of each.

import Bytes
import PostfixConfig

/// Who connects, with what.
struct Client: Hashable, Sendable {
  var address: ByteString
  /// The verified name.
  var name: ByteString?
  var reverseName: ReverseName
  var usesTLS = false
  var certificateFingerprint: ByteString?
  /// Nil when nobody says whether a known authority signed it.
  var certificateIsTrusted: Bool?
  var saslMethod: ByteString?
  var saslUsername: ByteString?

  /// What is known of it before these commands.
  func before(startTLS: Bool, login: Bool) -> Client {
    var client = self
    if startTLS {
      client.usesTLS = false
      client.certificateFingerprint = nil
    }
    if login {
      client.saslMethod = nil
      client.saslUsername = nil
    }
    return client
  }

  var namaddr: ByteString { (name ?? "unknown") + "[" + address + "]" }
}

/// An address of MAIL FROM or RCPT TO.
struct Mailbox: Sendable {
  let text: ByteString
  /// Nil where smtpd answers that the syntax is bad.
  let address: ByteString?
  /// Resolved without regard to the other address of the session.
  let resolved: ResolvedAddress

  init(_ text: ByteString, isSender: Bool, of smtp: SMTPService) {
    self.text = text
    let parsed = EnvelopePath.address(text, isStrict: smtp.settings.isStrict, isSender: isSender)
    guard let parsed, !parsed.isEmpty else {
      address = parsed
      resolved = ResolvedAddress(recipient: .empty)
      return
    }
    resolved = smtp.resolver.resolved(parsed, sender: .empty)
    address = EnvelopePath.isAccepted(resolved) ? parsed : nil
  }
}

struct SessionSpace: Sendable {
  var clients: [Client]
  var helos: [ByteString?]
  var senders: [Mailbox]
  var recipients: [Mailbox]

  init(clients: [Client], helos: [ByteString?], senders: [Mailbox], recipients: [Mailbox]) {
    self.clients = clients
    self.helos = helos
    self.senders = senders
    self.recipients = recipients
  }

  init(_ session: AccessSession, for smtp: SMTPService) {
    let client = Client(
      address: Self.plain(session.clientAddress), name: session.clientName, reverseName: session.reverseName,
      usesTLS: session.usesTLS, certificateFingerprint: session.certificateFingerprint,
      certificateIsTrusted: nil, saslMethod: session.saslMethod ?? session.saslUsername.map { _ in "PLAIN" },
      saslUsername: session.saslUsername)
    self.init(
      clients: [client], helos: [session.helo], senders: [Mailbox(session.sender, isSender: true, of: smtp)],
      recipients: [Mailbox(session.recipient, isSender: false, of: smtp)])
  }

  /// An IPv4 client of an IPv6 socket is an IPv4 client; brackets and the "IPv6:" of XCLIENT do not count.
  private static func plain(_ address: ByteString) -> ByteString {
    guard let network = IPNetwork(address: address) else { return address }
    if network.address.count == 16, network.address.prefix(10).allSatisfy({ $0 == 0 }),
      network.address[10...11].allSatisfy({ $0 == 0xFF }),
      let mapped = IPNetwork(address: Array(network.address[12...]), prefixLength: 32)
    {
      return mapped.addressText
    }
    return network.addressText
  }
}

// One SMTP session as smtpd(8) sees it: who connects, how it introduces itself, and one sender with one recipient.
//
// What nobody says is what a stranger has: an address of nobody's network, no verified name, no TLS, no login.

public import Bytes

/// The name that the client's address leads to, verified or not.
public enum ReverseName: Hashable, Sendable {
  /// The verified name; without one nobody knows.
  case verified
  case missing
  case name(ByteString)
}

public struct AccessSession: Hashable, Sendable {
  /// "smtp/inet"; nil means the first smtpd service of master.cf.
  public var service: String?
  /// IPv4 or IPv6, without brackets.
  public var clientAddress: ByteString
  /// The name that the address and the name's own address agree on; nil when there is none ("unknown").
  public var clientName: ByteString?
  public var reverseName: ReverseName = .verified
  /// What the client says with HELO or EHLO; nil when it says neither.
  public var helo: ByteString?
  public var usesTLS: Bool
  /// The fingerprint of the client's certificate or public key, as smtpd_tls_fingerprint_digest makes it; nil without one.
  public var certificateFingerprint: ByteString?
  /// The login mechanism, such as PLAIN; nil without a login.
  public var saslMethod: ByteString?
  public var saslUsername: ByteString?
  /// The text between < and > of MAIL FROM; empty for the null sender.
  public var sender: ByteString
  /// The text between < and > of RCPT TO.
  public var recipient: ByteString

  public init(
    service: String? = nil, clientAddress: ByteString = "203.0.113.5", clientName: ByteString? = nil,
    helo: ByteString? = "stranger.example", usesTLS: Bool = false, certificateFingerprint: ByteString? = nil,
    saslMethod: ByteString? = nil, saslUsername: ByteString? = nil, sender: ByteString = "stranger@stranger.example",
    recipient: ByteString = "victim@victim.example"
  ) {
    self.service = service
    self.clientAddress = clientAddress
    self.clientName = clientName
    self.helo = helo
    self.usesTLS = usesTLS
    self.certificateFingerprint = certificateFingerprint
    self.saslMethod = saslMethod
    self.saslUsername = saslUsername
    self.sender = sender
    self.recipient = recipient
  }
}

// A session to ask a real smtpd for, as far as XCLIENT can pretend it: everything but TLS.

public import Bytes

public struct LiveSession: Hashable, Sendable {
  /// IPv4 or IPv6, without brackets.
  public var clientAddress: ByteString
  /// The verified name; nil when there is none ("unknown").
  public var clientName: ByteString?
  /// What the client says with EHLO; nil when it says nothing.
  public var helo: ByteString?
  /// A login that has succeeded. Its mechanism is called XCLIENT, except ANONYMOUS, which is really carried out.
  public var saslMethod: ByteString?
  public var saslUsername: ByteString?
  /// The text between < and > of MAIL FROM; empty for the null sender.
  public var sender: ByteString
  /// The texts between < and > of RCPT TO.
  public var recipients: [ByteString]
  /// Whether to go on to DATA and an empty message, if a recipient is accepted.
  public var usesData: Bool

  public init(
    clientAddress: ByteString = "203.0.113.5", clientName: ByteString? = nil, helo: ByteString? = "stranger.example",
    saslMethod: ByteString? = nil, saslUsername: ByteString? = nil, sender: ByteString = "stranger@stranger.example",
    recipients: [ByteString] = ["victim@victim.example"], usesData: Bool = false
  ) {
    self.clientAddress = clientAddress
    self.clientName = clientName
    self.helo = helo
    self.saslMethod = saslMethod
    self.saslUsername = saslUsername
    self.sender = sender
    self.recipients = recipients
    self.usesData = usesData
  }
}

/// A service of master.cf: its name, such as "smtp", and its -o settings.
public struct LiveService: Hashable, Sendable {
  public var name: String
  public var overrides: [LiveOverride]

  public init(_ name: String = "smtp", overrides: [LiveOverride] = []) {
    self.name = name
    self.overrides = overrides
  }
}

/// One -o name=value.
public struct LiveOverride: Hashable, Sendable {
  public let name: ByteString
  public let value: ByteString

  public init(_ name: ByteString, _ value: ByteString) {
    self.name = name
    self.value = value
  }
}

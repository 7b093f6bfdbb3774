// What smtpd would answer to a session, and how it comes to the answer.

public import Bytes
public import PostfixConfig

/// How far a session gets, in the order of SMTP. The names are those of the restriction lists.
public enum AccessStage: String, Hashable, Sendable, CaseIterable {
  case client, helo, sender, relay, recipient, data
  case endOfData = "end-of-data"
  case etrn
}

/// An SMTP reply: "554 5.7.1 <victim@victim.example>: Relay access denied".
public struct SMTPReply: Hashable, Sendable {
  public let code: Int
  /// The enhanced status code, such as 5.7.1.
  public let status: ByteString
  public let text: ByteString

  public init(_ code: Int, _ status: ByteString, _ text: ByteString) {
    self.code = code
    self.status = status
    self.text = text
  }

  public var line: ByteString { ByteString("\(code) ") + status + " " + text }
}

/// Where a piece of configuration or a line of a table stands.
public struct AccessPlace: Hashable, Sendable {
  /// "main.cf", "master.cf", or the path of a table.
  public let file: String
  public let line: Int
  /// In bytes, from 1.
  public let column: Int
  /// The piece of main.cf or master.cf; nil in tables.
  public let span: SourceSpan?

  public init(file: String, line: Int, column: Int) {
    self.file = file
    self.line = line
    self.column = column
    span = nil
  }

  /// Nil for a place in a table name.
  init?(_ place: TablePlace) {
    guard let file = place.file else { return nil }
    self.init(file: file.description, line: place.position.line, column: place.position.column)
  }

  public init(_ span: SourceSpan) {
    file = span.file.rawValue
    line = span.start.line
    column = span.start.column
    self.span = span
  }
}

/// Something that the files do not tell.
public struct AccessUnknown: Hashable, Sendable {
  public enum Kind: String, Hashable, Sendable {
    case table, policyService = "policy-service", dns, certificate, addressVerification = "address-verification"
    case interface, value
  }
  public let kind: Kind
  /// What would have to be asked: a table ("ldap:/etc/postfix/users.cf"), a DNS list, a policy service.
  public let subject: ByteString
  /// What it would be asked: the key. Empty when there is none.
  public let key: ByteString

  public init(_ kind: Kind, _ subject: ByteString, key: ByteString = .empty) {
    self.kind = kind
    self.subject = subject
    self.key = key
  }
}

/// One thing that smtpd looks at on its way to the answer.
public struct TraceStep: Hashable, Sendable {
  public let stage: AccessStage
  /// "smtpd_relay_restrictions", the name of a restriction class, or empty for what no list asks for.
  public let list: ByteString
  /// "check_client_access hash:/etc/postfix/access", "permit_mynetworks".
  public let restriction: ByteString
  public let place: AccessPlace?
  /// What was looked up and what was found, such as "mynetworks: 203.0.113.5 matches no network".
  public let findings: [ByteString]
  /// "permit", "reject", "defer", "no decision", "error", "warn only".
  public let result: ByteString

  public init(
    stage: AccessStage, list: ByteString, restriction: ByteString, place: AccessPlace?, findings: [ByteString],
    result: ByteString
  ) {
    self.stage = stage
    self.list = list
    self.restriction = restriction
    self.place = place
    self.findings = findings
    self.result = result
  }
}

public struct AccessVerdict: Sendable {
  public enum Outcome: String, Hashable, Sendable, CaseIterable {
    case permit, reject, `defer`
    /// What the files do not tell decides; see `unknowns`.
    case depends
    /// The service does not start.
    case fatal
  }

  /// The restriction that decided.
  public struct Decision: Hashable, Sendable {
    /// "smtpd_relay_restrictions"; empty for what is decided outside the lists.
    public let list: ByteString
    public let restriction: ByteString
    public let place: AccessPlace?

    public init(list: ByteString, restriction: ByteString, place: AccessPlace?) {
      self.list = list
      self.restriction = restriction
      self.place = place
    }
  }

  /// "smtp/inet".
  public let service: String
  public let outcome: Outcome
  /// Nil when it depends, and for a service that does not start.
  public let reply: SMTPReply?
  /// Where the session ends: the stage of the refusal, or the last one.
  public let stage: AccessStage?
  public let decidedBy: Decision?
  /// Whether the mail is accepted and thrown away.
  public let isDiscarded: Bool
  /// What would have to be known, in the order of need; only for `depends`.
  public let unknowns: [AccessUnknown]
  public let trace: [TraceStep]

  public init(
    service: String, outcome: Outcome, reply: SMTPReply?, stage: AccessStage?, decidedBy: Decision?,
    isDiscarded: Bool = false, unknowns: [AccessUnknown] = [], trace: [TraceStep] = []
  ) {
    self.service = service
    self.outcome = outcome
    self.reply = reply
    self.stage = stage
    self.decidedBy = decidedBy
    self.isDiscarded = isDiscarded
    self.unknowns = unknowns
    self.trace = trace
  }
}

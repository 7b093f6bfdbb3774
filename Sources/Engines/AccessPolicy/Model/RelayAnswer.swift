// Whether a stranger can send mail to other people's domains through one smtpd service, with the evidence.

import Bytes

public struct RelayAnswer: Sendable {
  public enum Verdict: String, Hashable, Sendable, CaseIterable {
    /// No stranger can.
    case closed
    /// Only some can: from a particular network, under a particular name, or to particular recipients.
    case limited
    /// Anybody can; see `example`.
    case open
    /// Anybody can if a table or a service that is not in the files answers so; see `unknowns`.
    case openIf = "open-if"
    /// Too much is open to tell.
    case undecided
    /// The service does not start.
    case fatal
  }

  /// What a stranger needs besides a connection.
  public enum Means: String, Hashable, Sendable, CaseIterable {
    /// Nothing: any session will do.
    case anything
    /// An address of a network that is trusted.
    case network
    /// A verified host name, or the lack of one.
    case clientName = "client-name"
    case helo, sender
    /// A recipient of a particular form or domain.
    case recipient
    case certificate, login
  }

  /// Something to know besides the verdict.
  public struct Remark: Hashable, Sendable {
    public enum Kind: String, Hashable, Sendable, CaseIterable {
      /// mynetworks trusts far more addresses than one organisation has.
      case largeNetwork = "large-network"
      /// Private networks are trusted; NAT, containers or a proxy may hide strangers behind them.
      case hiddenClients = "hidden-clients"
      /// Any client certificate that a known authority signed may relay.
      case anyCertificate = "any-certificate"
      /// XCLIENT or the PROXY protocol is believed: whoever may use it may be anybody.
      case impersonation
      /// qmqpd takes mail for any destination from these clients.
      case qmqp
      /// A submission service takes mail without a login.
      case noLogin = "no-login"
      /// The service listens on a private address only, or hands over from postscreen.
      case reach
      /// Mail for every domain is taken and delivered or bounced here.
      case sink
      /// A recipient decides by its form where its mail goes on to.
      case routing
      /// More is relayed than the list of domains shows at first sight.
      case wideDomains = "wide-domains"
      /// An access table lets everybody relay to a whole top-level domain.
      case wideRecipients = "wide-recipients"
    }
    public let kind: Kind
    /// One sentence.
    public let text: String
    public let place: AccessPlace?

    public init(_ kind: Kind, _ text: String, place: AccessPlace?) {
      self.kind = kind
      self.text = text
      self.place = place
    }
  }

  /// "smtp/inet".
  public let service: String
  public let verdict: Verdict
  /// What lets mail through, or what refuses it: the restriction, or the setting that makes every domain ours.
  public let decidedBy: AccessVerdict.Decision?
  public let means: Set<Means>
  /// A session that relays; nil for a closed service.
  public let example: AccessSession?
  /// Every step of the example, or of a plain stranger's session where the service is closed.
  public let trace: [TraceStep]
  /// What would have to answer, for `open-if` and `undecided`; for `open`, what the example takes for granted, such as DNS
  /// records of its sender.
  public let unknowns: [AccessUnknown]
  public let remarks: [Remark]
  /// Why the service does not start.
  public let problem: ServiceProblem?

  public init(
    service: String, verdict: Verdict, decidedBy: AccessVerdict.Decision?, means: Set<Means> = [],
    example: AccessSession? = nil, trace: [TraceStep] = [], unknowns: [AccessUnknown] = [], remarks: [Remark] = [],
    problem: ServiceProblem? = nil
  ) {
    self.service = service
    self.verdict = verdict
    self.decidedBy = decidedBy
    self.means = means
    self.example = example
    self.trace = trace
    self.unknowns = unknowns
    self.remarks = remarks
    self.problem = problem
  }
}

// Strangers who may say who they are: by XCLIENT, or by the PROXY protocol where no proxy is needed to connect.
//
// Such a stranger can be any client that the lists trust. XCLIENT also takes a name and a login; with PROXY the name
// is that of the address. Sources: XCLIENT_README, smtpd_haproxy.c.

import Bytes
import PostfixConfig

struct Impersonation {
  let proof: RelayProof
  let policy: AccessPolicy
  /// Whether it is XCLIENT.
  let takesNames: Bool

  struct Way {
    let session: AccessSession
    let means: Set<RelayAnswer.Means>
    /// What would have to answer so; empty where the session relays for certain.
    let unknowns: [AccessUnknown]
    let trace: [TraceStep]
  }

  /// How many clients are tried.
  private static let limit = 200

  /// A session that relays, better one that does for certain.
  func way() -> Way? {
    var uncertain: Way?
    for (session, means) in sessions.prefix(Self.limit) {
      guard let verdict = policy.verdict(for: session, tracing: true), !verdict.isDiscarded else { continue }
      if verdict.outcome == .permit { return Way(session: session, means: means, unknowns: [], trace: verdict.trace) }
      if verdict.outcome == .depends, uncertain == nil, mayRelay(session) {
        uncertain = Way(session: session, means: means, unknowns: verdict.unknowns, trace: verdict.trace)
      }
    }
    return uncertain
  }

  /// Whether some answer of what is not in the files lets the session through; two refusals may depend as well.
  private func mayRelay(_ session: AccessSession) -> Bool {
    let space = SessionSpace(session, for: proof.smtp)
    let exploration = Exploration(space, by: proof.smtp, limit: AccessPolicy.pathLimit, isTracing: false)
    return exploration.isCutOff || exploration.ends.contains { $0.outcome == .permit && !$0.isDiscarded }
  }

  private var sessions: [(AccessSession, Set<RelayAnswer.Means>)] {
    let strangers = proof.strangers
    func session(_ client: Client) -> AccessSession {
      var session = AccessSession(
        service: proof.smtp.name, clientAddress: client.address, clientName: takesNames ? client.name : nil)
      session.recipient = strangers.recipients[0].value.text
      return session
    }
    var sessions: [(AccessSession, Set<RelayAnswer.Means>)] = []
    func add(_ session: AccessSession, _ means: Set<RelayAnswer.Means>) { sessions.append((session, means)) }
    let loopback = Client(address: "127.0.0.1", name: "localhost", reverseName: .name("localhost"))
    var named = session(loopback)
    // The loopback address has its name everywhere.
    named.clientName = "localhost"
    add(named, [.network])
    for client in strangers.trustedClients + strangers.clients.filter(\.isRare).map(\.value) {
      // Some lists refuse clients without a name.
      add(session(client), [.network])
      guard takesNames, client.name == nil else { continue }
      var named = client
      named.name = "mail.stranger.example"
      add(session(named), [.network])
    }
    if takesNames {
      for usesTLS in [false, true] {
        var login = session(Client(address: "203.0.113.5", name: nil, reverseName: .missing))
        (login.saslMethod, login.saslUsername, login.usesTLS) = ("PLAIN", "user", usesTLS)
        add(login, [.login])
      }
    }
    return sessions
  }
}

// The proof who can relay through a service: all strangers at once.
//
// A stranger's client, HELO, sender and recipient are left open until a restriction asks for them; then every kind of
// answer is followed, and so is every answer of a table or a server that is not in the files. If no way leads to a
// permission for a domain that is not ours, the service is closed. Each way that does is a session, and so its own
// evidence.

import Bytes
import PostfixConfig

struct RelayProof {
  let smtp: SMTPService
  let strangers: Strangers

  /// How many ways are followed.
  static let pathLimit = 60_000

  init(_ smtp: SMTPService, usesIPv6: Bool, shelf: WitnessShelf) {
    self.smtp = smtp
    strangers = Strangers(smtp, usesIPv6: usesIPv6, shelf: shelf)
  }

  /// A way that ends with mail going out.
  private struct Way {
    let end: PathEnd
    let session: AccessSession
    let means: Set<RelayAnswer.Means>
    let isRare: Bool
    /// What was assumed of things that are not in the files.
    let assumed: [AccessUnknown]

    /// What was asked of things that are not in the files, and answered as is usual.
    let asked: [AccessUnknown]

    /// Plainer ways first.
    var cost: Int {
      let oddity = end.path.reduce(0) { $0 + $1.chosen }
      return ((isRare ? 1000 : 0) + assumed.count * 100 + asked.count * 10 + means.count) * 1000 + min(oddity, 999)
    }
  }

  func answer() -> RelayAnswer {
    if let problem = smtp.fatalProblem {
      return RelayAnswer(service: smtp.name, verdict: .fatal, decidedBy: nil, problem: problem)
    }
    // Nearly always the lists that guard other people's domains settle it by themselves.
    var exploration = Exploration(
      strangers.space, by: smtp, limit: Self.pathLimit, isTracing: false, recipientListsOnly: true)
    let isSettled = !exploration.isCutOff && !exploration.ends.contains { way($0) != nil }
    if !isSettled {
      exploration = Exploration(strangers.space, by: smtp, limit: Self.pathLimit, isTracing: false)
    }
    let ways = exploration.ends.compactMap(way).sorted { $0.cost < $1.cost }
    let openWay = ways.first { !$0.isRare && $0.assumed.isEmpty }
    let assumedWay = ways.first { !$0.isRare }
    if let way = openWay { return answer(.open, way, unknowns: way.asked) }
    if exploration.isCutOff { return RelayAnswer(service: smtp.name, verdict: .undecided, decidedBy: nil) }
    if let way = assumedWay {
      let unknowns = ways.filter { !$0.isRare }.flatMap(\.assumed)
      return answer(.openIf, way, unknowns: unknowns.reduce(into: []) { if !$0.contains($1) { $0.append($1) } })
    }
    // Where the recipient lists alone refuse, no key of another list can let anybody in.
    let hidden = isSettled ? strangers.unsampledOfRecipientLists : strangers.unsampled
    let unsampled = hidden + contested(besides: ways)
    if !unsampled.isEmpty {
      let closing = refusal(in: exploration)
      return RelayAnswer(
        service: smtp.name, verdict: .undecided, decidedBy: closing.decision, trace: closing.trace,
        unknowns: unsampled)
    }
    let wide = ways.first { strangers.wideAccess[$0.session.recipient] != nil }
    if let way = wide ?? ways.first {
      let remark = strangers.wideAccess[way.session.recipient].map { domain in
        let decision = decision(way)
        let text = "\(decision?.restriction ?? "a table") lets everybody relay to every domain in \(domain)."
        return RelayAnswer.Remark(.wideRecipients, text, place: decision?.place)
      }
      return answer(.limited, way, unknowns: way.assumed, remarks: remark.map { [$0] } ?? [])
    }
    let closing = refusal(in: exploration)
    if closing.isCrash {
      return RelayAnswer(
        service: smtp.name, verdict: .fatal, decidedBy: nil,
        problem: closing.decision.map { ServiceProblem($0.restriction.description, at: $0.place?.span) })
    }
    return RelayAnswer(service: smtp.name, verdict: .closed, decidedBy: closing.decision, trace: closing.trace)
  }

  /// Permissions that would let somebody in whom the tables that contest them did not refuse.
  private func contested(besides ways: [Way]) -> [AccessUnknown] {
    if strangers.contested.tables.isEmpty { return [] }
    let exploration = Exploration(
      strangers.space, by: smtp, limit: Self.pathLimit, isTracing: false, unrefusing: strangers.contested.tables)
    if exploration.isCutOff { return strangers.contested.unknowns }
    let free = exploration.ends.compactMap(way)
    // Where anybody would come in, the permission is not what it is about.
    if free.contains(where: { $0.means.isEmpty && !$0.isRare }) { return [] }
    let isWay = free.contains { way in
      let session = way.session
      let texts = [session.sender, session.recipient, session.helo, session.clientName].compactMap { $0?.description }
      return (ways.isEmpty || !way.isRare)
        && strangers.contested.keys.contains { key in texts.contains { $0.contains(key.description) } }
    }
    return isWay ? strangers.contested.unknowns : []
  }

  private func answer(
    _ verdict: RelayAnswer.Verdict, _ way: Way, unknowns: [AccessUnknown] = [], remarks: [RelayAnswer.Remark] = []
  ) -> RelayAnswer {
    let traced = rerun(way.end)
    return RelayAnswer(
      service: smtp.name, verdict: verdict, decidedBy: decision(way),
      means: way.means.isEmpty ? [.anything] : way.means,
      example: plainest(way.session), trace: traced.trace, unknowns: unknowns, remarks: remarks)
  }

  /// The session without TLS, if that will do as well.
  private func plainest(_ session: AccessSession) -> AccessSession {
    guard session.usesTLS, session.certificateFingerprint == nil else { return session }
    var plain = session
    plain.usesTLS = false
    let exploration = Exploration(
      SessionSpace(plain, for: smtp), by: smtp, limit: AccessPolicy.pathLimit, isTracing: false)
    return exploration.ends.contains { $0.outcome == .permit && !$0.isDiscarded } ? plain : session
  }

  /// The sessions of all ways that strangers can go.
  func sessions(limit: Int) -> [AccessSession] {
    let exploration = Exploration(strangers.space, by: smtp, limit: Self.pathLimit, isTracing: false)
    var sessions: [AccessSession] = []
    var seen: Set<AccessSession> = []
    for end in exploration.ends {
      var session = disguised(end).session
      session.usesTLS = false
      if seen.insert(session).inserted { sessions.append(session) }
      if sessions.count == limit { break }
    }
    return sessions
  }

  /// What lets the mail out: the restriction, or the setting that makes the recipient's domain ours.
  private func decision(_ way: Way) -> AccessVerdict.Decision? {
    let recipient = recipientMailbox(of: way.end)
    if strangers.isForeign(recipient) {
      guard let by = way.end.decidedBy, by.place == nil, by.restriction == "permit_mynetworks" else {
        return way.end.decidedBy
      }
      // The list is a default; the networks are not.
      let place = smtp.networksSpan
      return .init(list: by.list, restriction: by.restriction, place: place.map { AccessPlace($0) })
    }
    if let line = strangers.aliased[recipient.text] {
      let setting = smtp.configurationValue(line.parameter)?.valueSpan.map { AccessPlace($0) }
      return AccessVerdict.Decision(
        list: .empty, restriction: line.parameter, place: AccessPlace(line.place) ?? setting)
    }
    let by = recipient.resolved.decidedBy
    if strangers.wideListed.contains(recipient.text) {
      // There the list is the fault, and not the element that stands for more than it says. By default it is another list.
      let lines = ([by.parameter, "mydestination", "compatibility_level"] as [ByteString]).compactMap {
        smtp.configurationValue($0)?.valueSpan
      }
      return .init(list: .empty, restriction: by.parameter, place: lines.first.map { AccessPlace($0) })
    }
    let value = smtp.configurationValue(by.parameter)
    let place: AccessPlace?
    switch by.place {
    case .value(let offset):
      place = (value?.span(inValue: offset, length: 1) ?? value?.valueSpan).map { AccessPlace($0) }
    case .file(let table): place = AccessPlace(table)
    case nil: place = value?.valueSpan.map { AccessPlace($0) }
    }
    return AccessVerdict.Decision(list: by.parameter, restriction: by.item ?? by.parameter, place: place)
  }

  private func rerun(_ end: PathEnd) -> PathEnd {
    var choices = Choices()
    choices.follow(end.path)
    var evaluation = Evaluation(strangers.space, by: smtp, choices: choices, isTracing: true)
    return PathEnd(&evaluation)
  }

  /// What refuses a plain stranger.
  private func refusal(
    in exploration: Exploration
  ) -> (decision: AccessVerdict.Decision?, trace: [TraceStep], isCrash: Bool) {
    let end = rerun(exploration.ends[0])
    return (end.decidedBy, end.trace, end.outcome == .fatal)
  }

  // MARK: Ways

  private func way(_ end: PathEnd) -> Way? {
    guard end.outcome == .permit, !end.isDiscarded else { return nil }
    let recipient = recipientMailbox(of: end)
    guard strangers.goesOut(recipient), !isForSelf(recipient), !isAssumedToBeOurs(recipient, end) else { return nil }
    let (session, means, isRare) = disguised(end)
    var assumed: [AccessUnknown] = []
    var asked: [AccessUnknown] = []
    for answer in end.path {
      guard case .unknown(let unknown) = answer.question else { continue }
      if answer.chosen > 0 { assumed.append(unknown) } else { asked.append(unknown) }
    }
    return Way(end: end, session: session, means: means, isRare: isRare, assumed: assumed, asked: asked)
  }

  /// The session of a way, and what it costs to be in it.
  private func disguised(_ end: PathEnd) -> (session: AccessSession, means: Set<RelayAnswer.Means>, isRare: Bool) {
    var session = AccessSession(service: smtp.name)
    var means: Set<RelayAnswer.Means> = []
    var isRare = false
    func take<Value>(_ disguises: [Disguise<Value>], _ attribute: Question.Attribute) -> Value {
      let index = end.path.first { $0.question == .attribute(attribute) }?.chosen ?? 0
      let disguise = disguises[min(index, disguises.count - 1)]
      means.formUnion(disguise.means)
      isRare = isRare || disguise.isRare
      return disguise.value
    }
    let client = take(strangers.clients, .client)
    session.clientAddress = client.address
    session.clientName = client.name
    session.reverseName = client.reverseName
    session.usesTLS = client.usesTLS
    session.certificateFingerprint = client.certificateFingerprint
    session.saslMethod = client.saslMethod
    session.saslUsername = client.saslUsername
    session.helo = take(strangers.helos, .helo)
    session.sender = take(strangers.senders, .sender).text
    session.recipient = take(strangers.recipients, .recipient).text
    return (session, means, isRare)
  }

  private func recipientMailbox(of end: PathEnd) -> Mailbox {
    let index = end.path.first { $0.question == .attribute(.recipient) }?.chosen ?? 0
    return strangers.recipients[min(index, strangers.recipients.count - 1)].value
  }

  /// Whether the way assumes that a list which nobody can look into has the recipient's domain.
  private func isAssumedToBeOurs(_ recipient: Mailbox, _ end: PathEnd) -> Bool {
    guard case .cannotTell = recipient.resolved.outcome, let unknown = recipient.resolved.unknown else { return false }
    return end.path.contains { $0.question == .unknown(unknown) && $0.chosen > 0 }
  }

  /// Relaying for a domain that the configuration names is the service's purpose; only forms with routing characters, and
  /// domains of lists that have nearly every domain, are not.
  private func isForSelf(_ recipient: Mailbox) -> Bool {
    !strangers.isForeign(recipient) && !recipient.resolved.isRouted && strangers.foreignRecipient != nil
      && !strangers.wideRecipients.contains(recipient.text) && strangers.aliased[recipient.text] == nil
  }
}

extension AccessPolicy {
  /// One answer for each smtpd service, in the order of master.cf, and for each qmqpd.
  public func relayAnswers() -> [RelayAnswer] {
    let usesIPv6 = usesIPv6
    let shelf = WitnessShelf()
    return services.map { smtp in
      let proof = RelayProof(smtp, usesIPv6: usesIPv6, shelf: shelf)
      return RelayRemarks(proof, self).completed(proof.answer())
    } + QMQPProof(self).answers()
  }

  /// What strangers can try at a service: one session for each way through its lists.
  public func strangerSessions(for service: String, limit: Int = 200) -> [AccessSession] {
    guard let smtp = self.service(service), smtp.fatalProblem == nil else { return [] }
    return RelayProof(smtp, usesIPv6: usesIPv6, shelf: WitnessShelf()).sessions(limit: limit)
  }

  private var usesIPv6: Bool {
    let protocols = configuration.value("inet_protocols")?.text?.lowercased ?? "all"
    return Words.ofList(protocols).contains { $0.text == "all" || $0.text == "ipv6" }
  }

  /// Sessions that a service's own tables, lists and networks suggest: each kind of key and network, and fresh ones. For
  /// comparing configurations.
  public func suggestedSessions(for service: String) -> [AccessSession] {
    guard let smtp = self.service(service) else { return [] }
    let strangers = Strangers(smtp, usesIPv6: true)
    var sessions: [AccessSession] = []
    func add(_ change: (inout AccessSession) -> Void) {
      var session = AccessSession(service: smtp.name)
      change(&session)
      if !sessions.contains(session) { sessions.append(session) }
    }
    let local = strangers.ownRecipients
    for recipient in strangers.recipients.map(\.value.text) + local {
      add { $0.recipient = recipient }
      for sender in strangers.senders { add { ($0.sender, $0.recipient) = (sender.value.text, recipient) } }
      for client in strangers.clients.map(\.value) + strangers.trustedClients {
        add { session in
          session.clientAddress = client.address
          session.clientName = client.name
          session.recipient = recipient
        }
      }
    }
    for helo in strangers.helos {
      for recipient in local.prefix(1) + ["victim@victim.example"] {
        add { ($0.helo, $0.recipient) = (helo.value, recipient) }
      }
    }
    add { ($0.usesTLS, $0.saslMethod, $0.saslUsername) = (true, "PLAIN", "user") }
    return sessions
  }
}

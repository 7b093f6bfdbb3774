// smtpd's answer to one session, step by step as smtpd takes it.
//
// A list ends at the first restriction that decides. Some restrictions decide nothing but change what a later decision
// means: warn_if_reject, defer_if_permit, defer_if_reject, DISCARD. Source: smtpd_check.c.

import Bytes
import PostfixConfig

struct Evaluation {
  enum Status: Sendable { case ok, reject, noDecision }

  /// Why a list is left at once.
  enum Interruption: Error {
    /// smtpd has answered; see `refusal`.
    case refused
    case crashed(String)
  }

  let smtp: SMTPService
  let space: SessionSpace
  var choices: Choices
  let isTracing: Bool

  /// Leaves out the lists about client, HELO and sender. They only refuse, or put off, or discard: who is refused without
  /// them is refused with them.
  var asksRecipientListsOnly = false
  /// Access tables whose refusals are taken for no decision: who would come in without them?
  var unrefusing: Set<Int> = []

  // What smtpd knows of the session so far.
  /// Without smtpd_delay_reject the first lists are asked before the client can use STARTTLS and AUTH.
  var hasStartedTLS = true
  var hasLoggedIn = true
  var knowsHelo = false
  /// Whether the HELO command is being judged, and its name is not yet kept.
  var saysHelo = false
  var knowsSender = false
  var knowsRecipient = false
  var stage = AccessStage.client
  /// Whether the answer is to RCPT TO; DNS allow lists then look at the recipient.
  var isAtRecipient = false

  // smtpd's state.
  var refusal: Refusal?
  var isDiscarded = false
  private var recursion = 0
  private var warnLevel = 0
  /// The restriction that asked to defer what is permitted.
  var deferredBy: AccessVerdict.Decision?
  var deferIfPermit: Refusal?
  var deferIfReject: Refusal?
  var hasDeferredClient = false
  var hasDeferredHelo = false
  var hasDeferredSender = false
  var hasCheckedSender = false
  var hasCheckedRecipient = false

  // The way to the answer.
  var trace: [TraceStep] = []
  var findings: [ByteString] = []
  var list = ByteString.empty
  var current: (list: ByteString, check: Check)?
  var refusedBy: AccessVerdict.Decision?
  /// The restrictions that ended their list with a permission, in order.
  var authorizedBy: AccessVerdict.Decision?
  var permits: [(stage: AccessStage, decision: AccessVerdict.Decision)] = []

  init(_ space: SessionSpace, by smtp: SMTPService, choices: Choices = Choices(), isTracing: Bool = false) {
    self.smtp = smtp
    self.space = space
    self.choices = choices
    self.isTracing = isTracing
  }

  var settings: SMTPSettings { smtp.settings }
  var isWarning: Bool { warnLevel != 0 }
  mutating func clearWarning() { warnLevel = 0 }

  // MARK: The session

  mutating func choose(_ unknown: AccessUnknown, among count: Int) -> Int {
    choices.choose(.unknown(unknown), among: count)
  }

  var client: Client {
    mutating get {
      let client = space.clients[choices.choose(.attribute(.client), among: space.clients.count)]
      return client.before(startTLS: !hasStartedTLS, login: !hasLoggedIn)
    }
  }
  /// Nil when the client has not introduced itself.
  var helo: ByteString? {
    mutating get {
      if saysHelo { return introduction }
      return knowsHelo ? introduction.map { HeloName.kept($0, usesUTF8: smtp.settings.usesUTF8) } : nil
    }
  }
  /// What the client says or will say.
  var introduction: ByteString? {
    mutating get { space.helos[choices.choose(.attribute(.helo), among: space.helos.count)] }
  }
  var senderMailbox: Mailbox {
    mutating get { space.senders[choices.choose(.attribute(.sender), among: space.senders.count)] }
  }
  var recipientMailbox: Mailbox {
    mutating get { space.recipients[choices.choose(.attribute(.recipient), among: space.recipients.count)] }
  }
  /// In internal form, empty for the null sender; nil before MAIL FROM.
  var sender: ByteString? {
    mutating get { knowsSender ? senderMailbox.address : nil }
  }
  /// Nil before RCPT TO.
  var recipient: ByteString? {
    mutating get { knowsRecipient ? recipientMailbox.address : nil }
  }

  // MARK: Lists

  /// smtpd itself stops at a hundred where tables name restrictions; classes that contain themselves go on without end.
  static let recursionLimit = 120

  /// What a bare table in a list is asked for; nil where smtpd wants it said.
  typealias Context = (subject: EnhancedStatus.Subject, name: ByteString, bareTable: Check.Key?)

  mutating func resetForList() {
    recursion = 0
    warnLevel = 0
    deferIfReject = nil
  }

  /// Goes through a whole list; a server error is a refusal like any other.
  mutating func run(_ list: CheckList, _ context: Context) throws(Interruption) -> Status {
    do throws(Interruption) {
      return try evaluate(list, context)
    } catch {
      if case .refused = error { return .reject }
      throw error
    }
  }

  mutating func evaluate(_ list: CheckList, _ context: Context) throws(Interruption) -> Status {
    if list.checks.isEmpty { return .noDecision }
    let outerList = self.list
    self.list = list.name
    defer { self.list = outerList }
    return try evaluate(list.checks, context)
  }

  mutating func evaluate(_ checks: [Check], _ context: Context) throws(Interruption) -> Status {
    let savedRecursion = recursion
    recursion += 1
    guard recursion < Self.recursionLimit else { throw .crashed("a restriction class contains itself; smtpd crashes") }
    var status = Status.noDecision
    for check in checks {
      if isDiscarded { break }
      if case .warnIfReject = check.kind {
        if warnLevel == 0 { warnLevel = recursion }
        continue
      }
      status = try ask(check, context)
      if warnLevel >= recursion { warnLevel = 0 }
      if status != .noDecision { break }
      if deferIfPermit != nil, deferIfReject != nil { break }
    }
    recursion = savedRecursion
    if warnLevel >= recursion { warnLevel = 0 }
    return status
  }

  private mutating func ask(_ check: Check, _ context: Context) throws(Interruption) -> Status {
    let outer = current
    current = (list, check)
    defer { current = outer }
    let outerFindings = findings
    findings = []
    let warned = isWarning
    defer { findings = outerFindings }
    // A class and a table result show their own steps after the one that led to them.
    let position = trace.count
    if isTracing { note(check, "") }
    let status: Status
    do throws(Interruption) {
      status = try decide(check, context)
    } catch {
      if isTracing { finish(position, check, .reject, warned) }
      throw error
    }
    if isTracing { finish(position, check, status, warned) }
    return status
  }

  var currentDecision: AccessVerdict.Decision {
    guard let current else { return AccessVerdict.Decision(list: .empty, restriction: .empty, place: nil) }
    return AccessVerdict.Decision(list: current.list, restriction: current.check.text, place: current.check.place)
  }

  var recursionIsUnreasonable: Bool { recursion > 100 }

  // MARK: Trace

  private mutating func note(_ check: Check, _ result: ByteString) {
    trace.append(
      TraceStep(
        stage: stage, list: list, restriction: check.text, place: check.place, findings: findings, result: result))
  }

  private mutating func finish(_ position: Int, _ check: Check, _ status: Status, _ warned: Bool) {
    let result: ByteString
    switch status {
    case .ok: result = isDiscarded ? "discard" : "permit"
    case .reject: result = refusal.map { ByteString("\($0.code) ") + $0.status } ?? "reject"
    case .noDecision: result = warned && refusedByWarning ? "warning only" : "no decision"
    }
    refusedByWarning = false
    trace[position] = TraceStep(
      stage: stage, list: list, restriction: check.text, place: check.place, findings: findings, result: result)
  }

  /// Whether the current restriction would have refused, but for warn_if_reject.
  var refusedByWarning = false

  /// Notes what was looked up and found; costs nothing unless somebody wants to read it.
  mutating func found(_ text: @autoclosure () -> String) {
    if isTracing { findings.append(ByteString(text())) }
  }
}

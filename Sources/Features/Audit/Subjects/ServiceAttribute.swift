// Facts about one service of master.cf.

import Bytes
import Conditions
import PostfixConfig

/// What a service is for, as far as its port and address tell.
enum ServiceRole: String, CaseIterable {
  /// Takes mail from any host: port 25, or smtpd behind postscreen.
  case mx
  /// Takes mail from users, with STARTTLS: port 587.
  case submission
  /// Takes mail from users, in TLS from the start: port 465.
  case submissions
  /// Listens on loopback only, for filters and local programs.
  case local
  /// Delivers mail by SMTP or LMTP.
  case client
  case other

  init(of index: Int, _ context: AuditContext) {
    let service = context.configuration.services[index]
    switch service.program {
    case "smtp", "lmtp": self = .client
    case "postscreen": self = ServiceRole.isLoopback(index, context) ? .local : .mx
    case "smtpd":
      if service.entry[.type] == "pass" {
        self = .mx
      } else if ServiceRole.isLoopback(index, context) {
        self = .local
      } else {
        switch service.port {
        case "smtp", "25": self = .mx
        case "submission", "587": self = .submission
        case "submissions", "smtps", "465": self = .submissions
        default: self = .other
        }
      }
    default: self = .other
    }
  }

  static func isLoopback(_ index: Int, _ context: AuditContext) -> Bool {
    let service = context.configuration.services[index]
    if service.host != nil { return service.namesLoopback }
    guard service.entry[.type] == "inet",
      let interfaces = context.configuration.value("inet_interfaces", in: service)?.text
    else { return service.entry[.type] != "inet" && service.entry[.type] != "pass" }
    let words = Words.ofList(interfaces).map { $0.text.lowercased }
    return !words.isEmpty
      && words.allSatisfy { word in
        word == "loopback-only" || word == "localhost" || IPNetwork(pattern: word)?.isLoopback == true
      }
  }
}

enum ServiceAttribute: String, SubjectAttribute {
  /// "submission/inet".
  case name = "service.name"
  /// The daemon program.
  case program = "service.program"
  /// inet, unix, fifo, pass or unix-dgram.
  case kind = "service.type"
  /// The port of an inet service, a number or a name.
  case port = "service.port"
  /// What it is for.
  case role = "service.role"
  /// Whether it listens on loopback addresses only.
  case isLoopback = "service.is_loopback"
  /// Whether its name binds it to a loopback or private address.
  case isPrivate = "service.is_private"
  /// Whether it runs with the rights of mail_owner alone: the field of master.cf, where "-" is yes.
  case isUnprivileged = "service.is_unprivileged"
  /// Whether -o settings of its own exist.
  case overrides = "service.overrides"
  /// The names of the restrictions that decide about relaying: smtpd_relay_restrictions, if empty
  /// smtpd_recipient_restrictions. Those behind warn_if_reject are left out.
  case relayPolicy = "service.relay_policy"
  /// The restrictions of all its lists.
  case restrictions = "service.restrictions"
  /// Whether some restriction ends the mail of strangers before an unconditional permit, so that smtpd starts.
  case hasRelayReject = "service.has_relay_reject"
  /// Whether mynetworks holds at least half of all IPv4 or global IPv6 addresses.
  case trustsInternet = "service.trusts_internet"
  /// Whether SASL is on.
  case usesSASL = "service.uses_sasl"
  /// What the relay proof says: closed, limited, open, open-if, undecided or fatal. Absent for other programs than smtpd.
  case relay = "service.relay"
  /// The restriction or setting that lets a stranger's mail through, or refuses it.
  case relayBy = "service.relay_by"
  /// A session that relays, in words.
  case relayExample = "service.relay_example"
  /// What is not in the files and decides.
  case relayNeeds = "service.relay_needs"
  /// What a stranger must have or say: anything, network, client-name, helo, sender, recipient, certificate, login.
  case relayMeans = "service.relay_means"
  /// Kinds of what there is to know besides, such as sink or wide-domains.
  case relayRemarks = "service.relay_remarks"

  /// What follows the daemon in master.cf: options and other arguments, as written.
  case arguments = "service.arguments"
  /// Why no client is served, where service.relay is fatal.
  case relayProblem = "service.relay_problem"
  /// How many of its processes run at once; 0 for any number.
  case processLimit = "service.process_limit"
  /// Recipients that the queue manager hands to it at once.
  case recipientLimit = "service.recipient_limit"
  /// Whether a setting makes the queue manager hand mail to it.
  case isTransport = "service.is_transport"
  /// A later service that listens on the same address and port under another name.
  case samePort = "service.same_port"
  /// Whether it is the first in master.cf.
  case isFirst = "service.is_first"
  /// For postscreen: whether master.cf lacks the service that it hands clients to.
  case lacksSMTPD = "service.lacks_smtpd"
  /// Where settings send mail through it.
  case nextHops = "service.next_hops"
  /// The account that a command of pipe or spawn runs as.
  case runAs = "service.run_as"
  /// Whether pipe or spawn refuses that account or group: none, root, or one of Postfix.
  case runsPrivileged = "service.runs_privileged"
  /// Whether this host has that account; absent where other sources of accounts may have it.
  case hasAccount = "service.has_account"
  /// Words before argv= that pipe or spawn does not know.
  case unknownAttributes = "service.unknown_attributes"

  static let firstSlot = 2200
  static let all = allCases

  static let roles = WordType("role", ServiceRole.allCases.map { ByteString($0.rawValue) })

  var type: ValueType {
    switch self {
    case .name, .program, .kind, .port, .relay, .relayBy, .relayExample, .relayProblem: .text
    case .role: .word(Self.roles)
    case .isLoopback, .isPrivate, .isUnprivileged, .hasRelayReject, .trustsInternet, .usesSASL, .isTransport: .boolean
    case .isFirst, .lacksSMTPD, .hasAccount, .runsPrivileged: .boolean
    case .samePort, .runAs: .text
    case .nextHops: .list(.caselessText)
    case .unknownAttributes: .list(.text)
    case .processLimit, .recipientLimit: .number
    case .overrides, .relayPolicy, .restrictions: .list(.caselessText)
    case .relayNeeds, .relayMeans, .relayRemarks, .arguments: .list(.text)
    }
  }

  func value(of index: Int, _ context: AuditContext) -> Value {
    let service = context.configuration.services[index]
    switch self {
    case .name: return .text(service.entry.identity)
    case .program: return .text(service.program)
    case .kind: return .text(service.entry[.type])
    case .port: return .text(service.port)
    case .role: return Self.roles.value(ByteString(ServiceRole(of: index, context).rawValue)) ?? .absent
    case .isLoopback: return .boolean(ServiceRole.isLoopback(index, context))
    case .isPrivate: return .boolean(service.namesPrivateAddress)
    case .isUnprivileged: return .boolean(service.entry[.unprivileged] != "n")
    case .arguments: return .list(service.entry.arguments.map { .text($0.text) })
    case .overrides: return .list(service.overrides.keys.sorted().map { .text($0) })
    case .relayPolicy:
      return list(context.relayPolicy(index)) { $0.filter { !$0.isWarningOnly }.map(\.name) }
    case .restrictions:
      let lists = context.restrictionLists(index)
      if let problem = lists.compactMap(\.problem).first { return .unknown(because: problem) }
      return .list(lists.flatMap { $0.elements.map { .text($0.name) } })
    case .hasRelayReject:
      for parameter: ByteString in ["smtpd_relay_restrictions", "smtpd_recipient_restrictions"] {
        let list = context.restrictionList(parameter, index)
        if let problem = list.problem { return .unknown(because: problem) }
        if RelayPolicy.rejectsStrangers(list) { return .boolean(true) }
      }
      return .boolean(false)
    case .trustsInternet:
      // Not set, it is the networks of the host's own addresses.
      guard let networks = context.configuration.value("mynetworks", in: service), networks.isSet else {
        return .boolean(false)
      }
      guard let text = networks.text else { return .unknown(because: networks.problem ?? "no value") }
      return .boolean(AddressCoverage.coversInternet(Words.ofList(text).map(\.text)))
    case .usesSASL:
      return context.value(named: "smtpd_sasl_auth_enable", index)
    case .relay, .relayBy, .relayExample, .relayNeeds, .relayMeans, .relayRemarks, .relayProblem:
      guard let answer = context.relay.answer(for: service.name) else { return .absent }
      return RelayEvidence(answer).value(of: self)
    case .processLimit: return ServiceUse(index, context).processLimit
    case .recipientLimit: return ServiceUse(index, context).recipientLimit
    case .isTransport: return ServiceUse(index, context).isTransport
    case .samePort: return ServiceUse(index, context).samePort
    case .isFirst: return .boolean(index == 0)
    case .lacksSMTPD: return ServiceUse(index, context).lacksSMTPD
    case .nextHops: return .list(ServiceUse(index, context).nextHops.map { .text($0) })
    case .runAs: return CommandService(service)?.user.map { .text($0) } ?? .absent
    case .runsPrivileged:
      let owners: [ByteString] = ["mail_owner", "setgid_group"].map { context.configuration.value($0)?.text ?? .empty }
      return .boolean(CommandService(service)?.isPrivileged(owner: owners[0], queueGroup: owners[1]) ?? false)
    case .hasAccount: return CommandService(service)?.hasAccount(context.files) ?? .absent
    case .unknownAttributes:
      return .list((CommandService(service)?.unknownAttributes ?? []).map { .text($0) })
    }
  }

  private func list(_ policy: RestrictionList, _ names: ([Restriction]) -> [ByteString]) -> Value {
    if let problem = policy.problem { return .unknown(because: problem) }
    return .list(names(policy.elements).map { .text($0) })
  }
}

/// What a restriction list says about strangers, as far as names tell.
enum RelayPolicy {
  /// The restrictions of which smtpd wants at least one, and that refuse strangers whatever a table says.
  static let rejects: Set<ByteString> = [
    "reject", "reject_unauth_destination", "defer", "defer_if_permit", "defer_unauth_destination",
    "check_relay_domains",
  ]

  /// smtpd's test at its start. A permit ends the search in its list; inside a class only in that class.
  static func rejectsStrangers(_ list: RestrictionList) -> Bool {
    var passedClass: ByteString?
    for element in list.elements where !element.isWarningOnly {
      if element.className == passedClass { continue }
      passedClass = nil
      if rejects.contains(element.name) { return true }
      guard element.name == "permit" else { continue }
      if element.className.isEmpty { return false }
      passedClass = element.className
    }
    return false
  }
}

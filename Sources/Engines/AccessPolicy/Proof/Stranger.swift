// What a stranger may be: clients, introductions, senders and recipients, each with what it costs to be so.

import Bytes
import PostfixConfig

/// A value of one attribute of a session.
struct Disguise<Value: Sendable>: Sendable {
  let value: Value
  /// What a stranger must have for it; empty for what anybody can do.
  let means: Set<RelayAnswer.Means>
  /// Whether only some can have it, such as an address of one network.
  let isRare: Bool

  init(_ value: Value, _ means: Set<RelayAnswer.Means> = [], isRare: Bool = false) {
    self.value = value
    self.means = means
    self.isRare = isRare
  }
}

struct Strangers {
  let smtp: SMTPService
  let asked: AskedTables
  let usesIPv6: Bool
  private let shelf: WitnessShelf
  private(set) var clients: [Disguise<Client>] = []
  private(set) var helos: [Disguise<ByteString?>] = []
  private(set) var senders: [Disguise<Mailbox>] = []
  private(set) var recipients: [Disguise<Mailbox>] = []
  /// Patterns that may let somebody in whom nobody could name.
  private(set) var unsampled: [AccessUnknown] = []
  /// Permissions for keys that other tables refuse, as far as anybody can tell.
  private(set) var contested: (unknowns: [AccessUnknown], tables: Set<Int>, keys: [ByteString]) = ([], [], [])
  /// A recipient of a domain that no list has; nil if the lists have every domain.
  private(set) var foreignRecipient: Mailbox?
  /// Recipients of foreign domains that some list has after all.
  private(set) var wideRecipients: Set<ByteString> = []
  /// Those of them that relay_domains has without showing it.
  private(set) var wideListed: Set<ByteString> = []
  /// Whether all such domains are tried.
  private(set) var triesAllWideDomains = false
  /// Recipients that an alias turns into addresses of the sender's choice, with the line that does.
  private(set) var aliased: [ByteString: AddressMaker] = [:]

  /// Recipients that stand for a whole top-level domain, with its name.
  private(set) var wideAccess: [ByteString: ByteString] = [:]

  init(_ smtp: SMTPService, usesIPv6: Bool, shelf: WitnessShelf = WitnessShelf()) {
    self.smtp = smtp
    self.usesIPv6 = usesIPv6
    self.shelf = shelf
    asked = AskedTables(smtp.lists, shelf)
    let names = witnesses(.client, .reverseClient)
    addClients(names)
    addHelos(witnesses(.helo))
    addSenders(witnesses(.sender))
    addRecipients(witnesses(.recipient))
  }

  private mutating func witnesses(_ keys: Check.Key...) -> [KeyWitnesses.Witness] {
    let indexes = keys.reduce(into: Set<Int>()) { $0.formUnion(asked.tables[$1] ?? []) }
    let found = shelf.witnesses(of: indexes.sorted(), in: smtp.lists)
    unsampled += found.unsampled.map { AccessUnknown(.table, $0.table.name.text, key: $0.entry.key) }
    let order = indexes.sorted()
    for contest in found.contests {
      contested.unknowns.append(AccessUnknown(.table, contest.table.name.text, key: contest.entry.key))
      contested.tables.formUnion(contest.refusing.map { order[$0] })
      contested.keys += contest.keys
    }
    return found.witnesses
  }

  /// Tables that may or may not have a stranger.
  private func tables(_ keys: Check.Key...) -> StrangerTables {
    let indexes = keys.reduce(into: Set<Int>()) { $0.formUnion(asked.tables[$1] ?? []) }
    return StrangerTables(indexes.sorted().map { smtp.lists.tables[$0] })
  }

  /// Domains that are nobody's in any table, or the first of these where all are.
  private static let strangerDomains: [ByteString] = [
    "stranger.example", "stranger-domain.net", "stranger.org", "stranger.test",
  ]
  private static let victimDomains: [ByteString] = [
    "victim.example", "victim-domain.net", "elsewhere.org", "somewhere.de", "victim.test",
  ]

  /// Names of users that may stand in a table, and so be a privilege.
  private static let strangerUsers: [ByteString] = ["stranger", "some.stranger", "kx7q-stranger"]
  private static let victimUsers: [ByteString] = ["victim", "some.victim", "kx7q-victim"]

  /// - Parameter prefix: what a key has before the domain.
  private func freshDomain(in tables: StrangerTables, after prefix: ByteString) -> ByteString {
    tables.freshest(of: Self.strangerDomains) { tables, domain in tables.have(domain: domain, in: prefix + domain) }
      ?? Self.strangerDomains[0]
  }

  private func freshUser(_ users: [ByteString], in tables: StrangerTables) -> ByteString {
    users.first { !tables.have(user: $0) } ?? users[0]
  }

  /// Of `unsampled`, what the lists about recipients ask for; the others only refuse.
  var unsampledOfRecipientLists: [AccessUnknown] {
    if unsampled.isEmpty { return [] }
    let names = AskedTables(smtp.lists, shelf, recipientListsOnly: true).names
    return unsampled.filter { names.contains($0.subject) }
  }

  var space: SessionSpace {
    SessionSpace(
      clients: clients.map(\.value), helos: helos.map(\.value), senders: senders.map(\.value),
      recipients: recipients.map(\.value))
  }

  // MARK: Clients

  private mutating func addClients(_ witnesses: [KeyWitnesses.Witness]) {
    let home = StrangerAddresses(smtp, usesIPv6: usesIPv6, listedIn: tables(.client, .reverseClient))
    func client(_ address: ByteString, _ name: ByteString? = nil, reverse: ReverseName = .missing) -> Client {
      var client = Client(address: address, name: name, reverseName: name.map { .name($0) } ?? reverse)
      client.usesTLS = true
      return client
    }
    // With TLS a stranger can do all that he can do without, and more.
    let plain = home.plain ?? "203.0.113.5"
    let domain = freshDomain(in: tables(.client, .reverseClient), after: "mail.")
    // Some lists refuse clients without a name, others those with one.
    func add(_ address: ByteString, _ means: Set<RelayAnswer.Means> = [], isRare: Bool = false) {
      for name in [nil, "mail." + domain] { clients.append(Disguise(client(address, name), means, isRare: isRare)) }
    }
    add(plain, home.plain == nil ? [.network] : [])
    if let trusted = home.trusted, home.plain != nil { add(trusted, [.network], isRare: !home.isMostlyTrusted) }
    for address in home.trustedRare { add(address, [.network], isRare: true) }
    for name in home.trustedNames {
      clients.append(Disguise(client(plain, name), [.clientName], isRare: name.bytes.count { $0 == 0x2E } > 1))
    }
    if let six = home.plainIPv6 { add(six) }
    for witness in witnesses {
      if witness.key == "unknown" { continue }
      if let address = StrangerAddresses.address(from: witness.key) {
        // A catch-all network is no privilege.
        let isAnybody = witness.isSample && home.isEverywhere(witness.key, in: asked, smtp)
        // Whom the administrator's own networks have is no stranger, in whatever table he is besides; where a table has
        // everybody, the plain stranger is in it as well.
        let isOwn = smtp.tables.networks?.matches(name: "unknown", address: address).isMatch == true
        if isOwn, !isAnybody || home.plain != nil { continue }
        add(address, isAnybody ? [] : [.network], isRare: !isAnybody)
      } else if HostSyntax.isHostName(witness.key.bytes.drop { $0 == 0x2E }[...]) {
        let isParent = witness.key.bytes.first == UInt8(ascii: ".")
        let name = isParent ? "stranger" + witness.key : witness.key
        // A whole top-level domain is open to anybody who buys a name in it.
        let isRare =
          witness.isSpared
          || !witness.isSample && witness.key.bytes.drop { $0 == 0x2E }.contains(UInt8(ascii: "."))
        let names = !isParent && smtp.settings.matchesParents ? ["stranger." + name, name] : [name]
        clients += names.map { Disguise(client(plain, $0), [.clientName], isRare: isRare) }
      }
    }
    if asked.asksRelayDomains {
      for text in Self.relayDomains(smtp) {
        let name = text.bytes.first == UInt8(ascii: ".") ? "stranger" + text : text
        if HostSyntax.isHostName(name.bytes[...]) {
          clients.append(Disguise(client(plain, name), [.clientName], isRare: true))
        }
      }
    }
    if smtp.settings.offersAnonymousLogin {
      var anonymous = client(plain)
      (anonymous.saslMethod, anonymous.saslUsername) = ("ANONYMOUS", "anonymous")
      clients.append(Disguise(anonymous, [.login]))
    }
    if asked.asksAnyCertificate {
      var holder = client(plain)
      holder.certificateFingerprint = "00:11:22:33"
      holder.certificateIsTrusted = true
      clients.append(Disguise(holder, [.certificate], isRare: true))
    }
    // A client whose address leads to a name that does not lead back.
    clients.append(Disguise(client(plain, reverse: .name("unverified." + domain))))
  }

  /// A few that are written in relay_domains or its tables.
  private static func relayDomains(_ smtp: SMTPService) -> [ByteString] {
    smtp.tables.relayDomains.elements.prefix(50).flatMap { element -> [ByteString] in
      switch element.kind {
      case .pattern(let text): [text]
      case .table(let table): (table.entries ?? []).prefix(50).compactMap { table.sampleKeys(of: $0).first }
      default: []
      }
    }
  }

  // MARK: HELO

  private mutating func addHelos(_ witnesses: [KeyWitnesses.Witness]) {
    helos.append(Disguise(freshDomain(in: tables(.helo), after: .empty)))
    if !smtp.settings.requiresHelo { helos.append(Disguise(nil)) }
    if asked.asksNakedAddress { helos.append(Disguise("1.2.3.4", [.helo])) }
    for witness in witnesses {
      helos.append(Disguise(witness.key, [.helo]))
      if witness.key.bytes.first == UInt8(ascii: ".") { helos.append(Disguise("stranger" + witness.key, [.helo])) }
    }
  }

  // MARK: Senders

  private mutating func addSenders(_ witnesses: [KeyWitnesses.Witness]) {
    func add(_ text: ByteString, _ means: Set<RelayAnswer.Means>) {
      let mailbox = Mailbox(text, isSender: true, of: smtp)
      if mailbox.address != nil { senders.append(Disguise(mailbox, means)) }
    }
    let user = freshUser(Self.strangerUsers, in: tables(.sender))
    let home = freshDomain(in: tables(.sender), after: user + "@")
    add(user + "@" + home, [])
    add("", [.sender])
    for domain in ownDomains { add(user + "@" + domain, [.sender]) }
    for witness in witnesses {
      for text in Self.mailAddresses(from: witness, user: user, home: home) { add(text, [.sender]) }
    }
  }

  /// A few domains of the lists that say what is ours.
  var ownDomains: [ByteString] { listedDomains(isNegated: false) }

  private func listedDomains(isNegated: Bool) -> [ByteString] {
    let lists = [smtp.localDomains.destinations] + smtp.resolver.classes.lists.map(\.list)
    return lists.flatMap { list in
      list.elements.lazy.compactMap { element -> ByteString? in
        guard case .pattern(let name) = element.kind, element.isNegated == isNegated,
          HostSyntax.isHostName(name.bytes[...])
        else {
          return nil
        }
        return name
      }.prefix(2)
    }
  }

  /// Addresses that a key of an access table stands for.
  private static func mailAddresses(
    from witness: KeyWitnesses.Witness, user: ByteString, home: ByteString
  ) -> [ByteString] {
    let key = witness.key
    guard let at = key.bytes.lastIndex(of: UInt8(ascii: "@")) else {
      let isParent = key.bytes.first == UInt8(ascii: ".")
      let inDomain = isParent ? [user + "@sub" + key] : [user + "@" + key, user + "@sub." + key]
      // A pattern may stand for the beginning of an address.
      return witness.isSample ? inDomain + [key + "@" + home] : inDomain
    }
    return at == key.bytes.count - 1 ? [key + home] : [key]
  }

  // MARK: Recipients

  private mutating func addRecipients(_ witnesses: [KeyWitnesses.Witness]) {
    func mailbox(_ text: ByteString) -> Mailbox? {
      let mailbox = Mailbox(text, isSender: false, of: smtp)
      return mailbox.address == nil ? nil : mailbox
    }
    let user = freshUser(Self.victimUsers, in: tables(.recipient))
    let candidates = Self.victimDomains.compactMap { mailbox(user + "@" + $0) }
    foreignRecipient = tables(.recipient).freshest(of: candidates.filter(isForeign)) { tables, mailbox in
      let recipient = mailbox.resolved.recipient
      let domain = recipient.bytes.lastIndex(of: UInt8(ascii: "@")).map { ByteString(recipient.bytes[($0 + 1)...]) }
      return tables.have(domain: domain ?? .empty, in: recipient)
    }
    // Where the lists have every domain, a pattern may have missed names without a dot.
    let unusual = listedDomains(isNegated: true) + (foreignRecipient == nil ? ["victim"] : [])
    let excluded = unusual.compactMap { mailbox(user + "@" + $0) }.filter(isForeign)
    let text = (foreignRecipient ?? excluded.first)?.text ?? user + "@victim.example"
    let home = ByteString(text.bytes.drop { $0 != UInt8(ascii: "@") }.dropFirst())
    recipients += (foreignRecipient ?? candidates.first).map { [Disguise($0)] } ?? []
    // Where only some domains are foreign, the others go out through a list that is too wide.
    if foreignRecipient != nil, let wide = candidates.first(where: { goesOut($0) && !isForeign($0) }) {
      recipients.append(Disguise(wide, [.recipient], isRare: true))
      wideRecipients.insert(wide.text)
    }
    let wideDomains = foreignRecipient == nil ? [] : WideDomains.found(in: smtp)
    for domain in wideDomains {
      guard let wide = mailbox(user + "@" + domain.sample), wide.resolved.addressClass == .relay else { continue }
      recipients.append(Disguise(wide, [.recipient], isRare: true))
      wideRecipients.insert(wide.text)
      wideListed.insert(wide.text)
    }
    triesAllWideDomains =
      wideDomains.count < WideDomains.most && wideListed.count == wideDomains.count
      && wideDomains.allSatisfy(\.isProof)
    // A domain that a list leaves out is foreign even where a table behind it fails for all others.
    recipients += excluded.map { Disguise($0, [.recipient], isRare: true) }
    for (text, maker) in Self.aliasedRecipients(smtp) {
      guard let found = mailbox(text) else { continue }
      recipients.append(Disguise(found, [.recipient]))
      aliased[text] = maker
    }
    for witness in witnesses {
      for text in Self.mailAddresses(from: witness, user: user, home: home) {
        if let found = mailbox(text), isForeign(found) {
          recipients.append(Disguise(found, [.recipient], isRare: true))
        }
      }
    }
    for domain in Self.topLevelDomains(of: witnesses) {
      let found = [user + "@kx7q-victim." + domain, user + "@w9.zu4l." + domain].compactMap(mailbox).filter(isForeign)
      let tables = tables(.recipient)
      let isListed = found.allSatisfy { mailbox in
        let recipient = mailbox.resolved.recipient
        let name = ByteString(recipient.bytes.drop { $0 != UInt8(ascii: "@") }.dropFirst())
        return tables.have(domain: name, in: recipient) || tables.have(domain: name, in: name)
      }
      guard found.count == 2, isListed else { continue }
      recipients.append(Disguise(found[0], [.recipient], isRare: true))
      wideAccess[found[0].text] = domain
    }
    for domain in ownDomains {
      for form in [user + "%" + home + "@" + domain, "\"" + text + "\"@" + domain, home + "!" + user + "@" + domain] {
        if let found = mailbox(form), found.resolved.isRouted || isForeign(found) {
          recipients.append(Disguise(found, [.recipient], isRare: found.resolved.addressClass != .default))
        }
      }
    }
  }

  /// Names that nobody owns, or that exist inside of a site only.
  private static let innerDomains: Set<ByteString> = [
    "example", "test", "invalid", "localhost", "local", "localdomain", "lan", "internal", "intern", "home", "corp",
    "arpa", "onion",
  ]

  /// A few of the top-level domains of keys.
  private static func topLevelDomains(of witnesses: [KeyWitnesses.Witness]) -> [ByteString] {
    var found: [ByteString] = []
    for witness in witnesses where found.count < 20 {
      let label = witness.key.bytes.split { $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "@") }.last ?? []
      let name = ByteString(label).lowercased
      guard name.count > 1, name.bytes.contains(where: \.isASCIILetter), HostSyntax.isHostName(name.bytes[...]),
        !innerDomains.contains(name), !found.contains(name)
      else { continue }
      found.append(name)
    }
    return found
  }

  func isForeign(_ mailbox: Mailbox) -> Bool {
    switch mailbox.resolved.outcome {
    case .badSyntax, .failed: false
    // A domain that is in a list after all is ours.
    case .resolved, .cannotTell: mailbox.resolved.addressClass == .default && !mailbox.resolved.recipient.isEmpty
    }
  }

  /// Whether mail for it leaves this server.
  func goesOut(_ mailbox: Mailbox) -> Bool {
    if aliased[mailbox.text] != nil { return true }
    return switch mailbox.resolved.addressClass {
    case .default, .relay: true
    case .local, .virtualMailbox: smtp.sendingTransports.contains(mailbox.resolved.transport)
    case .virtualAlias: false
    }
  }
}

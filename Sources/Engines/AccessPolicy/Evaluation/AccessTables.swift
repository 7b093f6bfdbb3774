// Access tables: which keys are asked for, in which order.
//
// Names and addresses are asked as a whole, then their parents of tables with fixed keys. The first hit ends the search,
// even if it decides nothing. Source: smtpd_check.c (check_access and its callers), access(5).

import Bytes
import PostfixConfig

extension Evaluation {
  mutating func decide(by table: AccessTable, _ key: Check.Key, _ context: Context) throws(Interruption) -> Status {
    switch key {
    case .client:
      let client = client
      return try byNameOrAddress(client.name ?? "unknown", client, table, (.client, client.namaddr), context)
    case .reverseClient:
      let client = client
      let name = reverseName(of: client) ?? "unknown"
      let status = try byNameOrAddress(name, client, table, (.reverseClient, name), context)
      return try forbidPermission(status, name)
    case .helo:
      guard let helo else { return .noDecision }
      return try byName(helo, table, (.helo, helo), context).status
    case .etrn: return .noDecision
    case .sender:
      guard knowsSender else { return .noDecision }
      let mailbox = senderMailbox
      guard let sender = mailbox.address else { return .noDecision }
      if sender.isEmpty { return try byKey(settings.nullSenderKey, table, (.sender, sender), context) }
      return try byAddress(resolvedSender(mailbox), sender, table, .sender, context)
    case .recipient:
      guard knowsRecipient else { return .noDecision }
      let mailbox = recipientMailbox
      guard let recipient = mailbox.address else { return .noDecision }
      return try byAddress(resolvedRecipient(mailbox), recipient, table, .recipient, context)
    case .sasl:
      guard settings.usesSASL, let user = client.saslUsername, !user.isEmpty else { return .noDecision }
      return try byKey(user, table, (.login, user), context)
    case .certificate:
      guard client.usesTLS || settings.isWrapped, let print = client.certificateFingerprint else {
        return .noDecision
      }
      return try byKey(print, table, (.certificate, print), context)
    }
  }

  typealias Refused = (subject: EnhancedStatus.Subject, name: ByteString)

  /// Some checks may only refuse: OK is an error.
  mutating func forbidPermission(_ status: Status, _ target: ByteString) throws(Interruption) -> Status {
    if status == .ok, !isDiscarded { throw serverError("OK for \(target) is not allowed for security reasons") }
    return status
  }

  /// Nil with the answer that smtpd gives for a table that it does not know.
  private mutating func open(
    _ table: AccessTable, _ refused: Refused, _ context: Context
  ) throws(Interruption) -> (table: LookupTable?, status: Status) {
    if let index = table.index, index < smtp.lists.tables.count { return (smtp.lists.tables[index], .noDecision) }
    found("smtpd does not know the table \(table.name)")
    return (nil, try failedLookup(refused, context))
  }

  private mutating func failedLookup(_ refused: Refused, _ context: Context) throws(Interruption) -> Status {
    try act(on: "451 4.3.5 Server configuration error", refused, context)
  }

  /// Nil to go on searching.
  private mutating func status(
    of lookup: Lookup, _ key: ByteString, _ table: AccessTable, _ refused: Refused, _ context: Context
  ) throws(Interruption) -> Status? {
    switch lookup {
    case .notFound: return nil
    case .failed(let why, _):
      found("\(table.name): \(why)")
      return try failedLookup(refused, context)
    case .found(let value, let places):
      if let index = table.index, unrefusing.contains(index), TableValues.effect(of: value) == .refusal { return nil }
      found("\(table.name): \(key) → \(value)\(Self.text(places))")
      return try act(on: value, refused, context, place: places.first.flatMap { AccessPlace($0) })
    }
  }

  private static func text(_ places: [TablePlace]) -> String {
    guard let place = places.first, let file = place.file else { return "" }
    return " (\(file):\(place.position.line))"
  }

  mutating func byKey(
    _ key: ByteString, _ table: AccessTable, _ refused: Refused, _ context: Context
  ) throws(Interruption) -> Status {
    let (opened, failure) = try open(table, refused, context)
    guard let opened else { return failure }
    if let status = try status(of: lookUp(key, in: opened, partial: false), key, table, refused, context) {
      return status
    }
    found("\(table.name): \(key) is not there")
    return .noDecision
  }

  /// A name and its parents.
  private mutating func byName(
    _ name: ByteString, _ table: AccessTable, _ refused: Refused, _ context: Context
  ) throws(Interruption) -> (status: Status, isFound: Bool) {
    let (opened, failure) = try open(table, refused, context)
    guard let opened else { return (failure, true) }
    let (key, lookup) = find(name: name, in: opened)
    if let status = try status(of: lookup, key, table, refused, context) { return (status, true) }
    found("\(table.name): \(name) is not there")
    return (.noDecision, false)
  }

  private mutating func byNameOrAddress(
    _ name: ByteString, _ client: Client, _ table: AccessTable, _ refused: Refused, _ context: Context
  ) throws(Interruption) -> Status {
    let (status, isFound) = try byName(name, table, refused, context)
    if status != .noDecision || isFound { return status }
    let (opened, failure) = try open(table, refused, context)
    guard let opened else { return failure }
    let (key, lookup) = find(address: client.address, in: opened)
    if let status = try self.status(of: lookup, key, table, refused, context) { return status }
    found("\(table.name): \(client.address) is not there")
    return .noDecision
  }

  private mutating func byAddress(
    _ resolved: ResolvedAddress, _ address: ByteString, _ table: AccessTable, _ subject: EnhancedStatus.Subject,
    _ context: Context
  ) throws(Interruption) -> Status {
    try requireResolved(resolved, address)
    guard resolved.recipient.bytes.contains(UInt8(ascii: "@")) else { return .noDecision }
    let (opened, failure) = try open(table, (subject, address), context)
    guard let opened else { return failure }
    let (key, lookup) = find(mail: resolved.recipient, in: opened)
    guard let status = try status(of: lookup, key, table, (subject, address), context) else {
      found("\(table.name): \(resolved.recipient) is not there")
      return .noDecision
    }
    // Mail that is routed onwards by its recipient is too suspicious for a permission.
    if status == .ok, subject == .recipient, resolved.isRouted, !settings.allowsRouting {
      found("OK does not count for a recipient with routing characters")
      return .noDecision
    }
    return status
  }
}

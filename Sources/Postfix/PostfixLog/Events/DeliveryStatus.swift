// What became of an attempt to deliver to one recipient. Source: log_adhoc.c and who calls it.

public enum DeliveryStatus: Hashable, Sendable {
  /// Another host, a mailbox, a command or a forwarded message has it.
  case sent
  /// Returned to the sender, or to nobody: there will be no other attempt.
  case bounced
  /// There will be another attempt.
  case deferred
  /// Would have bounced, but for soft_bounce: there will be another attempt. Source: bounce.c.
  case softBounce
  /// What an address probe or "sendmail -bv" found out. No mail was delivered.
  case deliverable, undeliverable
  /// What later versions may say.
  case unknown

  init(_ word: LogText, in line: Span<UInt8>) {
    if word.is("sent", in: line) {
      self = .sent
    } else if word.is("deferred", in: line) {
      self = .deferred
    } else if word.is("bounced", in: line) {
      self = .bounced
    } else if word.is("SOFTBOUNCE", in: line) {
      self = .softBounce
    } else if word.is("deliverable", in: line) {
      self = .deliverable
    } else {
      self = word.is("undeliverable", in: line) ? .undeliverable : .unknown
    }
  }

  /// The class of the enhanced status code that stands beside it: Postfix corrects any other. Source: sent.c, bounce.c,
  /// defer.c.
  var codeClass: UInt8? {
    switch self {
    case .sent: UInt8(ascii: "2")
    case .bounced: UInt8(ascii: "5")
    case .deferred, .softBounce: UInt8(ascii: "4")
    case .deliverable, .undeliverable, .unknown: nil
    }
  }

  /// Whether there will be no other attempt.
  public var isFinal: Bool { self == .sent || self == .bounced }
}

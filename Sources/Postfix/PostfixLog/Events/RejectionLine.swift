// A line about mail or a client that was refused, or changed on its way in:
//
//   reject: RCPT from name[address]: 554 5.7.1 <what>: reason; from=<sender> to=<recipient> proto=ESMTP helo=<name>
//   milter-reject: END-OF-MESSAGE from name[address]: 5.7.1 text; from=<sender> to=<recipient> proto=ESMTP helo=<name>
//   hold: header Subject: … from name[address]; from=<sender> to=<recipient> proto=ESMTP helo=<name>: text
//
// Most of it is what the client said; it is for people to look at, and proves nothing.
// Source: smtpd.c, smtpd_check.c, cleanup_message.c, cleanup_milter.c, postscreen_smtpd.c.

public struct RejectionLine: Sendable {
  /// The words that Postfix uses.
  public enum Action: Sendable, CaseIterable {
    case reject, rejectWarning, hold, discard, redirect, filter, warning, info, replace, prepend, strip
    case milterReject, milterHold, milterDiscard, milterQuarantine, proxyAccept, proxyReject

    var word: StaticString {
      switch self {
      case .reject: "reject: "
      case .rejectWarning: "reject_warning: "
      case .hold: "hold: "
      case .discard: "discard: "
      case .redirect: "redirect: "
      case .filter: "filter: "
      case .warning: "warning: "
      case .info: "info: "
      case .replace: "replace: "
      case .prepend: "prepend: "
      case .strip: "strip: "
      case .milterReject: "milter-reject: "
      case .milterHold: "milter-hold: "
      case .milterDiscard: "milter-discard: "
      case .milterQuarantine: "milter-quarantine: "
      case .proxyAccept: "proxy-accept: "
      case .proxyReject: "proxy-reject: "
      }
    }
  }

  public let action: Action
  /// "RCPT", "CONNECT", "END-OF-MESSAGE"; "header" or "body" with what stands there.
  public let stage: LogText
  public let client: ClientText?
  /// The reply, or what follows the client otherwise.
  public let reply: LogText
  public let sender: LogText?
  public let recipient: LogText?

  init?(_ line: Span<UInt8>, from start: Int, to limit: Int) {
    var place = start
    guard let action = Action.allCases.first(where: { line.skip($0.word, at: &place) }), place <= limit else {
      return nil
    }
    self.action = action
    let details = line.first("; from=<", from: place, to: limit) ?? limit
    var clientPlace = place
    if let from = line.first(" from ", from: place, to: details) {
      stage = LogText(place, from)
      clientPlace = from + 6
      client = ClientText(line, &clientPlace, until: details)
    } else {
      stage = LogText(place, details)
      client = nil
      clientPlace = details
    }
    _ = line.skip(": ", at: &clientPlace)
    reply = LogText(min(clientPlace, details), details)
    let senderStart = details + 8
    guard senderStart <= limit,
      let end = LoggedAddress.end(in: line, from: senderStart, until: limit, before: (" to=<", ", to=<"))
    else {
      sender = nil
      recipient = nil
      return
    }
    sender = LogText(senderStart, end)
    place = end + 1
    guard line.skip(" to=<", at: &place) || line.skip(", to=<", at: &place),
      let close = LoggedAddress.end(in: line, from: place, until: limit, before: (" proto=", ", proto="))
        ?? LoggedAddress.end(in: line, from: place, until: limit, before: (": ", ": "))
    else {
      recipient = nil
      return
    }
    recipient = LogText(place, close)
  }
}

// What smtpd does with the result of an access table or a policy service.
//
// Source: smtpd_check.c (check_table_result), access(5).

import Bytes
import PostfixConfig

extension Evaluation {
  mutating func act(
    on value: ByteString, _ refused: Refused, _ context: Context, place: AccessPlace? = nil
  ) throws(Interruption) -> Status {
    let action = AccessAction(value)
    let codes = settings.codes
    func reply(_ status: ByteString, _ otherwise: ByteString) -> (status: ByteString, text: ByteString) {
      let (status, text) = EnhancedStatus.split(action.text, otherwise: status)
      return (
        EnhancedStatus.adapted(status, to: refused.subject),
        rejected(refused.name, refused.subject, text.isEmpty ? otherwise : text)
      )
    }
    switch action.kind {
    case .noDecision: return .noDecision
    case .permit: return permit()
    case .reject:
      let (status, text) = reply("5.7.1", "Access denied")
      return refuse(codes.accessMapReject, status, text)
    case .defer:
      let (status, text) = reply("4.7.1", "Access denied")
      return refuse(codes.accessMapDefer, status, text)
    case .hangup: return refuse(421, "4.7.0", "connection dropped without a reply", .failure)
    case .discard:
      // Client and HELO lists that run at once are not about any message.
      guard knowsSender, !settings.hasProxyFilter, stage != .etrn else { return .noDecision }
      isDiscarded = true
      return permit()
    case .deferIfPermit:
      let (status, text) = reply("4.7.1", "Service unavailable")
      return refuseIfPermitted(codes.accessMapDefer, status, text)
    case .deferIfReject:
      let (status, text) = reply("4.7.1", "Service unavailable")
      deferIfRejected(codes.accessMapDefer, status, text)
      return .noDecision
    case .reply(let code):
      let (status, text) = reply(code < 500 ? "4.7.1" : "5.7.1", "Access denied")
      return refuse(code, status, text)
    case .table: throw serverError("do not specify lookup tables inside SMTPD access maps: \(value)")
    case .restrictions: return try evaluate(restrictions: value, refused, context, place: place)
    }
  }

  private mutating func evaluate(
    restrictions value: ByteString, _ refused: Refused, _ context: Context, place: AccessPlace?
  ) throws(Interruption) -> Status {
    if recursionIsUnreasonable { throw serverError("\(value) causes unreasonable recursion") }
    let checks = smtp.lists.compiler.checks(value, place: place)
    if checks.isEmpty { return .ok }
    return try evaluate(checks, (refused.subject, refused.name, context.bareTable))
  }
}

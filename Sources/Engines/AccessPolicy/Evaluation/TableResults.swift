// What smtpd does with the result of an access table or a policy service.
//
// Source: smtpd_check.c (check_table_result), access(5).

import Bytes
import PostfixConfig

extension Evaluation {
  mutating func act(
    on value: ByteString, _ refused: Refused, _ context: Context, place: AccessPlace? = nil
  ) throws(Interruption) -> Status {
    let word = value.bytes.prefix { $0 != 0x20 && $0 != 0x09 }
    let text = value.bytes[word.endIndex...].drop(while: \.isASCIISpace)
    let action = ByteString(word).lowercased
    let codes = settings.codes
    func reply(_ status: ByteString, _ otherwise: ByteString) -> (status: ByteString, text: ByteString) {
      let (status, text) = EnhancedStatus.split(text, otherwise: status)
      return (
        EnhancedStatus.adapted(status, to: refused.subject),
        rejected(refused.name, refused.subject, text.isEmpty ? otherwise : text)
      )
    }
    switch action {
    case "dunno", "info", "warn": return .noDecision
    case "reject":
      let (status, text) = reply("5.7.1", "Access denied")
      return refuse(codes.accessMapReject, status, text)
    case "defer":
      let (status, text) = reply("4.7.1", "Access denied")
      return refuse(codes.accessMapDefer, status, text)
    case "hangup": return refuse(421, "4.7.0", "connection dropped without a reply", .failure)
    case "filter", "hold", "redirect", "bcc", "prepend": return .noDecision
    case "discard":
      // Client and HELO lists that run at once are not about any message.
      guard knowsSender, !settings.hasProxyFilter, stage != .etrn else { return .noDecision }
      isDiscarded = true
      return permit()
    case "defer_if_permit":
      let (status, text) = reply("4.7.1", "Service unavailable")
      return refuseIfPermitted(codes.accessMapDefer, status, text)
    case "defer_if_reject":
      let (status, text) = reply("4.7.1", "Service unavailable")
      deferIfRejected(codes.accessMapDefer, status, text)
      return .noDecision
    case _ where !value.isEmpty && value.bytes.allSatisfy(\.isASCIIDigit): return permit()
    case "ok", "relay": return permit()
    default: break
    }
    if word.count == 3, !text.isEmpty, word.allSatisfy(\.isASCIIDigit), let first = word.first,
      first == UInt8(ascii: "4") || first == UInt8(ascii: "5")
    {
      let code = word.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
      let (status, text) = reply(ByteString([first]) + ".7.1", "Access denied")
      return refuse(code, status, text)
    }
    if value.bytes.contains(UInt8(ascii: ":")) {
      throw serverError("do not specify lookup tables inside SMTPD access maps: \(value)")
    }
    if recursionIsUnreasonable { throw serverError("\(value) causes unreasonable recursion") }
    let checks = smtp.lists.compiler.checks(value, place: place)
    if checks.isEmpty { return .ok }
    return try evaluate(checks, (refused.subject, refused.name, context.bareTable))
  }
}

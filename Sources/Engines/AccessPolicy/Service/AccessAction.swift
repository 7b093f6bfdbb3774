// What the result of an access table or a policy service tells smtpd to do.
//
// Source: smtpd_check.c (check_table_result), access(5).

import Bytes

struct AccessAction {
  enum Kind: Equatable {
    /// The search ends without a decision: DUNNO, and what only logs or handles the message.
    case noDecision
    case permit
    case reject, `defer`, hangup, discard, deferIfPermit, deferIfReject
    /// "450 4.7.1 text" and the like.
    case reply(code: Int)
    /// A table inside a table is an error.
    case table
    /// Restrictions to evaluate; none at all permit.
    case restrictions
  }

  let kind: Kind
  /// What follows the first word.
  let text: ArraySlice<UInt8>

  init(_ value: ByteString) {
    let word = value.bytes.prefix { $0 != 0x20 && $0 != 0x09 }
    text = value.bytes[word.endIndex...].drop(while: \.isASCIISpace)
    kind = Self.named(ByteString(word).lowercased) ?? Self.unnamed(value, word, hasText: !text.isEmpty)
  }

  private static func named(_ action: ByteString) -> Kind? {
    switch action {
    case "dunno", "info", "warn", "filter", "hold", "redirect", "bcc", "prepend": .noDecision
    case "ok", "relay": .permit
    case "reject": .reject
    case "defer": .defer
    case "hangup": .hangup
    case "discard": .discard
    case "defer_if_permit": .deferIfPermit
    case "defer_if_reject": .deferIfReject
    default: nil
    }
  }

  private static func unnamed(_ value: ByteString, _ word: ArraySlice<UInt8>, hasText: Bool) -> Kind {
    if !value.isEmpty, value.bytes.allSatisfy(\.isASCIIDigit) { return .permit }
    if word.count == 3, hasText, word.allSatisfy(\.isASCIIDigit), let first = word.first,
      first == UInt8(ascii: "4") || first == UInt8(ascii: "5")
    {
      return .reply(code: word.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) })
    }
    return value.bytes.contains(UInt8(ascii: ":")) ? .table : .restrictions
  }
}

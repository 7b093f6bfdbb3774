// Whether smtpd starts: some list must name a restriction that refuses by default.

import Bytes
import PostfixConfig

struct StartUpCheck {
  let version: PostfixVersion
  let names: [ByteString: Int]
  let classes: [CheckList]

  private enum Finding { case found, missing, endless }

  private static let refusing: [(name: ByteString, since: PostfixVersion)] = [
    ("reject_unauth_destination", PostfixVersion(2, 0)), ("defer_unauth_destination", PostfixVersion(2, 10)),
    ("reject", PostfixVersion(2, 0)), ("defer", PostfixVersion(2, 0)), ("defer_if_permit", PostfixVersion(2, 0)),
    ("check_relay_domains", PostfixVersion(2, 0)),
  ]

  func note(recipient: CheckList, relay: CheckList, in problems: inout ServiceProblems) {
    let required = Set(Self.refusing.filter { $0.since <= version && isThere($0.name) }.map(\.name))
    let hasRelayList = version >= PostfixVersion(2, 10)
    for list in hasRelayList ? [recipient, relay] : [recipient] {
      switch find(required, in: list.words, path: []) {
      case .found: return
      case .missing: break
      case .endless:
        return problems.note("a restriction class contains itself; smtpd crashes", of: "smtpd_restriction_classes")
      }
    }
    let lists =
      hasRelayList ? "smtpd_relay_restrictions or smtpd_recipient_restrictions" : "smtpd_recipient_restrictions"
    problems.note(
      "in parameter \(lists), specify at least one working instance of: "
        + "reject_unauth_destination, defer_unauth_destination, reject, defer, defer_if_permit or check_relay_domains",
      of: "smtpd_recipient_restrictions")
  }

  private func isThere(_ name: ByteString) -> Bool { RestrictionList.isKnown(name, at: version) }

  private func find(_ required: Set<ByteString>, in words: [ByteString], path: Set<Int>) -> Finding {
    var index = 0
    while index < words.count {
      let name = words[index].lowercased
      if name == "warn_if_reject", index + 1 < words.count {
        index += 2
        continue
      }
      if name == "permit" { return .missing }
      if required.contains(name) { return .found }
      if let inner = names[words[index]], inner < classes.count {
        if path.contains(inner) { return .endless }
        let finding = find(required, in: classes[inner].words, path: path.union([inner]))
        if finding != .missing { return finding }
      }
      index += 1
    }
    return .missing
  }
}

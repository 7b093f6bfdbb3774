// Turns the words of a restriction list into checks, as smtpd takes them one after the other.
//
// A check that needs a table takes the next word, whatever it is; what is wrong with it shows only when smtpd comes
// there. Keywords ignore case, names of classes do not. Source: smtpd_check.c (generic_checks, is_map_command).

import Bytes
import PostfixConfig

struct CheckCompiler {
  let version: PostfixVersion
  /// Names of restriction classes.
  let classes: [ByteString: Int]
  /// Opens the tables; nil for a list that is the result of a table, whose tables smtpd does not know.
  let shelf: TableShelf?
  /// The value of maps_rbl_domains.
  let blocklists: [ByteString]

  typealias PlacedWord = (text: ByteString, place: AccessPlace?)

  func checks(_ words: [PlacedWord]) -> [Check] {
    var checks: [Check] = []
    var rest = words[...]
    while let word = rest.popFirst() {
      var text = word.text
      func argument() -> ByteString? {
        guard let next = rest.popFirst() else { return nil }
        text += " " + next.text
        return next.text
      }
      for kind in kinds(word.text, next: rest.first?.text, argument: argument) {
        checks.append(Check(kind: kind, text: text, place: word.place))
      }
    }
    return checks
  }

  private func kinds(_ word: ByteString, next: ByteString?, argument: () -> ByteString?) -> [Check.Kind] {
    if word.bytes.contains(UInt8(ascii: ":")) { return [.bareTable(table(word))] }
    let name = word.lowercased
    if let simple = SimpleChecks.kinds[name], isAvailable(name) { return [simple] }
    if let make = SimpleChecks.tableKinds[name], isAvailable(name) {
      guard let next, next.bytes.contains(UInt8(ascii: ":")) else {
        _ = argument()
        return [.serverError("restriction \(name): bad argument \"\(next ?? "")\": need maptype:mapname")]
      }
      return [make(table(argument() ?? next))]
    }
    if let make = SimpleChecks.domainKinds[name], isAvailable(name) {
      return [argument().map(make) ?? .nothing]
    }
    switch name {
    case "check_policy_service":
      guard let next, next.bytes.contains(UInt8(ascii: ":")), let server = argument() else {
        return [.serverError("restriction check_policy_service must be followed by transport:server")]
      }
      return [.policyService(server)]
    case "sleep":
      guard let next, !next.isEmpty, next.bytes.allSatisfy(\.isASCIIDigit), argument() != nil else {
        return [.serverError("restriction sleep must be followed by number")]
      }
      return [.nothing]
    case "reject_maps_rbl" where isAvailable(name):
      return blocklists.isEmpty ? [.nothing] : blocklists.map { .addressList($0, permits: false) }
    default: break
    }
    // Only this spelling: the name is a class of smtpd's own.
    if word == "reject_sender_login_mismatch" {
      return [.loginMismatch(.both)]
    }
    if let index = classes[word] { return [.restrictionClass(index)] }
    return [.serverError("unknown smtpd restriction: \"\(word)\"")]
  }

  private func isAvailable(_ name: ByteString) -> Bool { RestrictionList.isKnown(name, at: version) }

  private func table(_ word: ByteString) -> AccessTable {
    AccessTable(name: word, index: shelf.flatMap { $0.open(word) })
  }
}

// The restriction lists and classes of an smtpd service, compiled, and the check that smtpd makes of them at its start.
//
// smtpd will not run unless the relay or the recipient list has something that refuses by default. It looks for words,
// not for sense. Source: smtpd_check.c (smtpd_check_init, has_required).

import Bytes
import PostfixConfig

struct SMTPLists: Sendable {
  let client, helo, sender, relay, recipient, data, endOfData, etrn: CheckList
  let classes: [CheckList]
  /// All access tables, by the index that checks have.
  let tables: [LookupTable]
  /// To compile lists that stand in results of tables.
  let compiler: ResultCompiler

  init(_ values: ServiceValues, shelf: TableShelf, _ problems: inout ServiceProblems) {
    let version = values.configuration.build.version
    var names: [ByteString: Int] = [:]
    for word in Words.ofList(values.text("smtpd_restriction_classes"), grouping: false) where names[word.text] == nil {
      names[word.text] = names.count
    }
    let blocklists = Words.ofList(values.text("maps_rbl_domains")).map(\.text)
    let compiler = CheckCompiler(version: version, classes: names, shelf: shelf, blocklists: blocklists)
    func list(_ name: ByteString) -> CheckList {
      guard let value = values.configuration.value(name, in: values.service) else {
        return CheckList(name: name, checks: [], words: [])
      }
      if value.text == nil { problems.note(value.problem ?? "\(name) cannot be read", of: name) }
      let words = value.placedWords
      let placed = words.map { (text: $0.text, place: $0.span.map { AccessPlace($0) }) }
      return CheckList(name: name, checks: compiler.checks(placed), words: words.map(\.text))
    }
    // The order in which smtpd opens their tables.
    client = list("smtpd_client_restrictions")
    helo = list("smtpd_helo_restrictions")
    sender = list("smtpd_sender_restrictions")
    relay =
      version < PostfixVersion(2, 10)
      ? CheckList(name: "smtpd_relay_restrictions", checks: [], words: []) : list("smtpd_relay_restrictions")
    recipient = list("smtpd_recipient_restrictions")
    etrn = list("smtpd_etrn_restrictions")
    data = list("smtpd_data_restrictions")
    endOfData = list("smtpd_end_of_data_restrictions")
    var classes: [CheckList] = []
    for (name, _) in names.sorted(by: { $0.value < $1.value }) {
      if values.text(name).isEmpty {
        problems.note("restriction class `\(name)' needs a definition", of: "smtpd_restriction_classes")
      }
      classes.append(list(name))
    }
    let lists = [client, helo, sender, relay, recipient, etrn, data, endOfData] + classes
    for list in lists {
      var isPolicyService = false
      for word in list.words {
        // smtpd takes whatever stands behind the word, and does so before it needs it.
        if isPolicyService {
          problems.note(PolicyService.startUpProblem(of: word, in: values.configuration), of: list.name)
        } else if word.bytes.contains(UInt8(ascii: ":")) {
          problems.note(shelf.fatalProblem(of: word), of: list.name)
        }
        isPolicyService = word.lowercased == "check_policy_service"
      }
    }
    StartUpCheck(version: version, names: names, classes: classes).note(
      recipient: recipient, relay: relay, in: &problems)
    self.classes = classes
    tables = shelf.tables
    self.compiler = ResultCompiler(version: version, classes: names, blocklists: blocklists)
  }

  /// What smtpd evaluates, for its log only, where the relay list would have a newer default. A lookup that fails there
  /// refuses mail all the same.
  static let trialRelayList = CheckList(
    name: "smtpd_relay_restrictions",
    checks: [
      Check(kind: .networks, text: "permit_mynetworks", place: nil),
      Check(kind: .login, text: "permit_sasl_authenticated", place: nil),
      Check(kind: .destination(.permit), text: "permit_auth_destination", place: nil),
    ], words: [])
}

/// Compiles the restrictions that a table gives as a result; smtpd opens no tables for them.
struct ResultCompiler: Sendable {
  let version: PostfixVersion
  let classes: [ByteString: Int]
  let blocklists: [ByteString]

  func checks(_ value: ByteString, place: AccessPlace?) -> [Check] {
    let compiler = CheckCompiler(version: version, classes: classes, shelf: nil, blocklists: blocklists)
    return compiler.checks(Words.ofList(value).map { ($0.text, place) })
  }
}

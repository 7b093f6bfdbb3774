// postkeep relay: who can send mail to other people's domains through this server?

import Access
import AccessPolicy
import ArgumentParser
import PostfixConfig
import SystemAccess

struct RelayCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "relay",
    abstract: "Prove for every smtpd service whether a stranger can relay.",
    discussion: """
      Follows every way that a stranger's session can take through the restriction lists, with any sender, HELO and
      recipient, and shows a session that relays if there is one. What is not in the files (DNS, policy services,
      databases) is followed both ways, and named where it decides.

      EXAMPLES
        postkeep relay                       this host's configuration
        postkeep relay ./postfix --format json
        postkeep relay ./postfix --service submission/inet -v
        postkeep relay --verify              ask the real smtpd as well (as root)

      \(ExitStatus.table([.done, .findings, .incomplete, .usage, .unreadable, .permission]))
      Status 1 means that strangers can relay, or could; status 2 that it could not be told.
      """)

  @Argument(help: "The configuration directory; without it, this host's.") var directory: String?
  @Option(name: [.customShort("c"), .customLong("config-dir")], help: "The configuration directory.")
  var configDir: String?
  @Option(help: "Only this service, such as smtp/inet.") var service: String?
  @Option(help: "The Postfix version, such as 3.7.11.") var postfixVersion: PostfixVersion?
  @Option(help: "text or json.") var format: AnswerFormat = .text
  @Flag(help: "Also ask the real smtpd of this host, on a private network (root only).") var verify = false
  @OptionGroup var common: CommonOptions

  func validate() throws {
    if directory != nil, configDir != nil { throw ValidationError("Name the directory once.") }
  }

  func run() throws {
    let target = try Failure.translating { try AccessDirectory(directory ?? configDir, version: postfixVersion) }
    try Failure.translating { try target.requireService(service) }
    let answers = target.policy.relayAnswers().filter { answer in
      service.map { answer.service == $0 || answer.service.hasPrefix($0 + "/") } ?? true
    }
    let style = TraceText(isColored: common.color.isOn(writingToFile: false))
    switch format {
    case .json: FileWriting.write(RelayJSON.bytes(answers, of: target), to: .output)
    case .text: FileWriting.write(Array(style.text(answers, showsTrace: common.verbose).utf8), to: .output)
    }
    var status = ExitStatus(answers)
    if verify {
      let verification = try Failure.translating { try RelayVerification(of: answers, in: target) }
      FileWriting.write(Array(verification.text.utf8), to: format == .json ? .error : .output)
      if !verification.isConfirmed { status = .findings }
    }
    if status != .done { throw status.code }
  }
}

enum AnswerFormat: String, ExpressibleByArgument, CaseIterable { case text, json }

extension ExitStatus {
  init(_ answers: [RelayAnswer]) {
    let verdicts = Set(answers.map(\.verdict))
    if !verdicts.isDisjoint(with: [.open, .limited, .openIf]) {
      self = .findings
    } else {
      self = verdicts.isDisjoint(with: [.undecided, .fatal]) ? .done : .incomplete
    }
  }
}

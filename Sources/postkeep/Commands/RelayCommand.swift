// postkeep relay: can a stranger send mail to other people's domains?

import Access
import AccessPolicy
import ArgumentParser
import Bytes
import ConfigurationDirectory
import PostfixConfig
import SystemAccess

struct RelayCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "relay",
    abstract: "Tell whether strangers can relay, service by service.",
    usage: "postkeep relay [<options>] [<directory>]",
    discussion: """
      For every smtpd service of master.cf: whether a stranger can send mail to other people's domains, the restriction \
      that decides, and for an open service a session that relays, with every step. What the files do not tell is \
      followed both ways. postkeep-access(7) tells what is not looked at.

      A service is closed, limited (only some strangers can), open, open-if (a table that is not in the files decides), \
      undecided, or fatal (it does not start).

      --verify is for this host's own configuration, or one that is about to become it. What depends on a table that is \
      not on this host under its path, as in a copy from another host, cannot be asked; that is told.

      EXAMPLES
        postkeep relay
        postkeep relay ./postfix --postfix-version 3.7.11
        postkeep relay ./postfix --service submission --format json
        postkeep relay --verify                 ask the real smtpd as well

      \(ExitStatus.table([.done, .findings, .incomplete, .usage, .unreadable, .permission]))
      Status 1 means that some service is open, limited or open-if, or that smtpd says otherwise; status 2 that one is \
      undecided or does not start, or that smtpd could not be asked about all of it.
      """)

  @OptionGroup var place: ConfigurationPlace
  @Option(help: ArgumentHelp("Only one service, such as smtp/inet.", valueName: "name")) var service: String?
  @Option(help: "text or json.") var format: ListingFormat = .text
  @Flag(help: "Also ask the installed smtpd, on a private network; root only.") var verify = false
  @OptionGroup var common: CommonOptions

  func run() throws {
    let (placed, report) = try Failure.translating {
      let placed = try PlacedConfiguration(place.path, version: place.postfixVersion)
      return (placed, try RelayReport(on: placed, service: service))
    }
    switch format {
    case .json: FileWriting.write(report.json, to: .output)
    case .text:
      let text = report.text(common.terminal, isQuiet: common.quiet, isVerbose: common.verbose)
      FileWriting.write(Array(text.utf8), to: .output)
    }
    if verify {
      let verification = try Failure.translating { try RelayVerification(of: report.answers, on: placed) }
      FileWriting.write(Array(verification.text.utf8), to: format == .json ? .error : .output)
      if verification.isRefuted { throw ExitStatus.findings.code }
      if !verification.isConfirmed, report.conclusion != .open { throw ExitStatus.incomplete.code }
    }
    switch report.conclusion {
    case .closed: break
    case .open: throw ExitStatus.findings.code
    case .incomplete: throw ExitStatus.incomplete.code
    }
  }
}

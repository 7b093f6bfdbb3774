// postkeep config: what postconf would print, without Postfix.

import ArgumentParser
import Bytes
import ConfigurationDirectory
import Inspection
import PostfixConfig
import SystemAccess

struct ConfigCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "config",
    abstract: "Print settings exactly as postconf would, without Postfix.",
    usage: "postkeep config [<options>] [<directory-or-name> ...]",
    discussion: """
      The first word is the directory when it begins with "/" or "." or is a directory; all others are parameter names, \
      or services for -M, -F and -P. JSON has the raw and the expanded value of each setting, and with -M the services \
      alone. Passwords are printed, and told in warnings, as postconf does.

      EXAMPLES
        postkeep config ./postfix -n                   what differs from the defaults
        postkeep config -x smtpd_banner                one value, $names replaced
        postkeep config ./postfix -M                   the services
        postkeep config --service submission/inet -n   what holds for one service
        postkeep config -d --for-version 3.11          another version's defaults

      \(ExitStatus.table([.done, .findings, .usage, .unreadable, .permission]))
      Status 1 means that Postfix refuses the configuration.
      """)

  @Argument(
    help: ArgumentHelp("A directory, then names.", valueName: "directory-or-name"), completion: .directory,
    transform: PathWord.read)
  var words: [String] = []
  @Option(
    name: [.customShort("c"), .customLong("config-dir")], help: "The configuration directory.", completion: .directory,
    transform: PathWord.read
  )
  var directory: String?
  @Flag(name: [.customShort("n"), .customLong("non-default")], help: "Only what is set.") var explicitOnly = false
  @Flag(name: [.customShort("d"), .customLong("defaults")], help: "Built-in defaults.") var defaultsOnly = false
  @Flag(name: [.customShort("x"), .customLong("expand")], help: "Replace $names.") var expand = false
  @Flag(name: [.customShort("f"), .customLong("fold")], help: "Fold long lines.") var fold = false
  @Flag(name: [.customShort("M"), .customLong("services")], help: "master.cf entries.") var entries = false
  @Flag(name: [.customShort("F"), .customLong("fields")], help: "master.cf fields.") var fields = false
  @Flag(name: [.customShort("P"), .customLong("overrides")], help: "-o settings in master.cf.") var parameters = false
  @Option(help: "Effective values of a service, such as smtp/inet.") var service: String?
  @Option(help: "The Postfix version, such as 3.7.11.") var forVersion: PostfixVersion?
  @Option(help: "text or json.") var format: ListingFormat = .text

  func validate() throws {
    guard [entries, fields, parameters, service != nil, defaultsOnly].filter({ $0 }).count <= 1 else {
      throw ValidationError("-M, -F, -P, -d and --service exclude each other.")
    }
  }

  func run() throws {
    let target = try ConfigurationWords(words, directory: directory)
    let version = forVersion ?? HostPostfix.version ?? ReleaseFacts.known.newest
    var options = ListingOptions()
    options.explicitOnly = explicitOnly
    options.defaultsOnly = defaultsOnly
    options.isExpanding = expand
    options.isFolding = fold
    let content: ListingRequest.Content =
      if let service { .service(ByteString(service)) } else if entries { .entries } else if fields {
        .fields
      } else if parameters {
        .parameters
      } else { .main }
    let request = ListingRequest(
      content, options, names: target.names, build: PostfixBuild(version, HostPostfix.distribution))
    let source = try Failure.translating {
      try ConfigurationDirectory(target.directory, acceptingEmptyNames: version < PostfixVersion(3, 0))
    }
    if format == .json {
      let listing = try Failure.translating { try JSONListing(request, of: source, host: HostPostfix.facts) }
      FileWriting.write(listing.output, to: .output)
      if listing.isRefused { throw ExitStatus.findings.code }
      return
    }
    let listing = try Failure.translating { try Listing(request, of: source, host: HostPostfix.facts) }
    FileWriting.write(listing.output, to: .output)
    for diagnostic in listing.diagnostics { Output.tell(diagnostic.line(in: source.path)) }
    if listing.isRefused { throw ExitStatus.findings.code }
  }
}

enum ListingFormat: String, ExpressibleByArgument, CaseIterable {
  case text, json
}

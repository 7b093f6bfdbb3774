// postkeep diff: what changes between two configurations.

import ArgumentParser
import ConfigurationDirectory
import Inspection
import PostfixConfig
import SystemAccess

struct DiffCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff",
    abstract: "Show what changes for which service between two configurations.",
    usage: "postkeep diff [<options>] <old> <new>",
    discussion: """
      Compares effective values: defaults, -o settings and $names included. A change that reaches all programs is told \
      once; a service is listed with what changes for it alone, and with the arguments of its program. Passwords are \
      not shown.

      EXAMPLES
        postkeep diff /etc/postfix ./postfix

      \(ExitStatus.table([.done, .findings, .incomplete, .usage, .unreadable, .permission]))
      Status 1 means that they differ, 2 that Postfix refuses one of them, so that what it would do there is not told.
      """)

  @Argument(help: "The directory as it was.", completion: .directory, transform: PathWord.read) var old: String
  @Argument(help: "The directory as it will be.", completion: .directory, transform: PathWord.read) var new: String
  @Option(help: "The Postfix version, such as 3.7.11.") var forVersion: PostfixVersion?
  @Option(help: "text or json.") var format: ListingFormat = .text

  func run() throws {
    let build = PostfixBuild(forVersion ?? HostPostfix.version ?? ReleaseFacts.known.newest, HostPostfix.distribution)
    var isRefused = false
    func configuration(_ path: String) throws -> Configuration {
      let source = try Failure.translating { try ConfigurationDirectory(path) }
      let configuration = Configuration(
        main: source.main, master: source.master, build: build, host: HostPostfix.facts)
      if let refusal = Listing.refusal(of: source, build, host: HostPostfix.facts) {
        Output.tell(ConfigurationSecrets(configuration).masked(refusal).line(in: source.path))
        isRefused = true
      }
      return configuration
    }
    let difference = ConfigurationDifference(from: try configuration(old), to: try configuration(new))
    FileWriting.write(format == .json ? difference.json : Array(difference.text.utf8), to: .output)
    if isRefused { throw ExitStatus.incomplete.code }
    if !difference.isEmpty { throw ExitStatus.findings.code }
  }
}

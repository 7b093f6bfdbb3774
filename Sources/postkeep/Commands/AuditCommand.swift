// postkeep audit: all rules over configuration directories.

import ArgumentParser
import Audit
import ConfigurationDirectory
import PostfixConfig
import SystemAccess

struct AuditCommand: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "audit", abstract: "Audit a configuration directory.")

  @Argument(help: "Directories with main.cf and master.cf. Default: this host's configuration.")
  var directories: [String] = []
  @Option(name: .customLong("only")) var only: [String] = []
  @Option(name: .customLong("profile")) var profile: String = "default"
  @Option(name: .customLong("postfix-version")) var postfixVersion: String?
  @Option(name: .customLong("rules")) var rules: [String] = []

  func run() throws {
    for directory in directories.isEmpty ? [HostPostfix.configurationDirectory] : directories {
      let source = try ConfigurationDirectory(directory)
      let book = try RuleBook(RuleBook.embeddedQuestions)
      let version = postfixVersion.flatMap { PostfixVersion($0) } ?? HostPostfix.version ?? ReleaseFacts.known.newest
      let report = Audit(book.rules, .init(profile: Profile(rawValue: profile) ?? .default, only: Set(only))).report(
        on: AuditInput(
          directory: directory, main: source.main, master: source.master,
          build: PostfixBuild(version, HostPostfix.distribution), versionSource: .host, host: HostPostfix.facts,
          files: NoFiles(), today: HostPostfix.today))
      for finding in report.findings {
        print(
          "\(finding.location.file.rawValue):\(finding.line ?? 0) \(finding.rule.id) \(finding.severity) \(finding.message) \(finding.services) \(finding.fixCommands) \(finding.consequences.map { $0.rule.id })"
        )
      }
      for item in report.cannotTell { print("cannot tell \(item.rule.id): \(item.reason)") }
    }
  }
}

struct NoFiles: ReferencedFiles {
  func state(of path: String) -> FileState { FileReading.exists(path) ? .present : .missing }
  func content(of path: String) -> [UInt8]? { nil }
}

// postkeep trace: what smtpd would answer to a session, step by step.

import Access
import AccessPolicy
import ArgumentParser
import Bytes
import ConfigurationDirectory
import PostfixConfig
import SystemAccess

struct TraceCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "trace",
    abstract: "Show what smtpd would answer to a session, and why.",
    usage: "postkeep trace [<options>] [<directory>]",
    discussion: """
      Goes through every restriction list as smtpd does, looks up what it looks up, and shows each step with its line. \
      Where a table or the network decides that is not in the files, the answer depends, and what has to be asked is named.

      --batch answers the sessions of a file, one JSON object a line, each with the answer that is expected. \
      --explain-diff shows which answers change between two configurations: those to the sessions of --batch, or to \
      sessions that both configurations suggest.

      EXAMPLES
        postkeep trace --client 203.0.113.5 --sender a@b.test --recipient c@d.test
        postkeep trace ./postfix --client 203.0.113.5,host.test --helo host.test \\
          --sender '' --recipient info@d.test --service submission/inet
        postkeep trace ./postfix --batch access-tests.jsonl
        postkeep trace --explain-diff /etc/postfix ./postfix

      \(ExitStatus.table([.done, .findings, .incomplete, .usage, .unreadable, .permission]))
      One session: status 0 whatever the answer is, 2 when it depends or the service does not start. --batch: status 1 \
      when an answer is not as expected, 2 when one depends or finds no smtpd that starts, unexpectedly. --explain-diff: status 1 when an answer changes.
      """)

  @OptionGroup var place: ConfigurationPlace
  @OptionGroup var sessionOptions: SessionOptions
  @Option(help: ArgumentHelp("The service, such as smtp/inet. Default: the first smtpd.", valueName: "name"))
  var service: String?
  @Option(help: "text or json.") var format: ListingFormat = .text
  @Option(
    help: ArgumentHelp(
      "Answer the sessions of a file, postkeep-sessions(5); - reads standard input.", valueName: "file"),
    completion: .file(),
    transform: PathWord.read)
  var batch: String?
  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp("Show which answers change from an OLD directory to a NEW one.", valueName: "dir"),
    completion: .directory,
    transform: PathWord.read)
  var explainDiff: [String] = []
  @OptionGroup var common: CommonOptions

  func validate() throws {
    let isMany = batch != nil || !explainDiff.isEmpty
    if isMany, !sessionOptions.isEmpty {
      throw ValidationError("--batch and --explain-diff bring their own sessions: leave --client and the like away.")
    }
    if common.verbose, batch == nil || !explainDiff.isEmpty {
      throw ValidationError("-v shows the steps of the sessions of --batch; those of one session are shown anyhow.")
    }
    if !explainDiff.isEmpty {
      guard explainDiff.count == 2 else { throw ValidationError("--explain-diff takes two directories: OLD NEW.") }
      if place.isNamed { throw ValidationError("--explain-diff names its directories itself.") }
    }
  }

  func run() throws {
    if !explainDiff.isEmpty { return try compare() }
    if batch == nil, sessionOptions.session(service: nil) == nil {
      throw Failure.untold(
        "say who sends what to whom: --client, --sender and --recipient; or name --batch FILE", "trace")
    }
    let policy = try policy(place.path)
    if let service { try Failure.translating { try policy.require(service) } }
    if let batch { return try answer(SessionFile(batch), by: policy) }
    guard let session = sessionOptions.session(service: service) else { return }
    let trial = try Failure.translating { try Trial(session, by: policy) }
    FileWriting.write(
      format == .json ? trial.json : Array(trial.text(common.terminal, isBrief: common.quiet).utf8), to: .output)
    if [.depends, .fatal].contains(trial.verdict.outcome) { throw ExitStatus.incomplete.code }
  }

  private func policy(_ path: String) throws -> AccessPolicy {
    try Failure.translating { AccessPolicy(try PlacedConfiguration(path, version: place.postfixVersion)) }
  }

  private func answer(_ file: SessionFile, by policy: AccessPolicy) throws {
    let batch = Batch(
      by: policy, as: format == .json ? .json : .text, common.terminal, isTracing: common.verbose, service: service)
    let summary = try Failure.translating { try batch.run(file) { FileWriting.write($0, to: .output) } }
    if format == .text, !common.quiet { FileWriting.write(Array(summary.text.utf8), to: .output) }
    if summary.differing > 0 { throw ExitStatus.findings.code }
    if summary.undecided + summary.unserved > 0 { throw ExitStatus.incomplete.code }
  }

  private func compare() throws {
    let comparison = AnswerComparison(from: try policy(explainDiff[0]), to: try policy(explainDiff[1]))
    let count = try Failure.translating {
      if let service { try comparison.require(service) }
      return try comparison.run(
        batch.map { SessionFile($0) }, service: service, as: format == .json ? .json : .text, common.terminal
      ) { FileWriting.write($0, to: .output) }
    }
    if format == .text, !common.quiet {
      let words = count == 0 ? "No answer changes." : "\(count) \(count == 1 ? "answer changes" : "answers change")."
      FileWriting.write(Array("\(words)\n".utf8), to: .output)
    }
    if count > 0 { throw ExitStatus.findings.code }
  }
}

// postkeep trace: what would Postfix answer, and why?

import Access
import AccessPolicy
import ArgumentParser
import Bytes
import PostfixConfig
import SystemAccess

struct TraceCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "trace",
    abstract: "Show what smtpd would answer to a session, step by step.",
    discussion: """
      Shows every restriction that smtpd comes to, what it looks up, what it finds, and the reply. Whatever is not said
      about the session is a stranger's: no TLS, no login, an address of nobody's network.

      A batch has one session a line, a JSON object such as
      {"client_address":"203.0.113.5","sender":"","recipient":"u@example.com","expect":"permit"}. Kept in git, it tells
      when a change of the configuration changes an answer.

      EXAMPLES
        postkeep trace --client 203.0.113.5 --sender a@b.example --recipient info@example.com
        postkeep trace ./postfix --service submission --sasl-user alice --tls --recipient x@other.example
        postkeep trace ./postfix --batch sessions.jsonl --format json
        postkeep trace --explain-diff /etc/postfix ./postfix

      \(ExitStatus.table([.done, .findings, .incomplete, .usage, .unreadable, .permission]))
      Status 1 means that a batch got an answer that it did not expect, or that answers change; status 2 that the answer
      depends on something that is not in the files.
      """)

  @Argument(help: "The configuration directory; with --explain-diff, the old and the new one.")
  var directories: [String] = []
  @Option(name: [.customShort("c"), .customLong("config-dir")], help: "The configuration directory.")
  var configDir: String?
  @Option(help: "The service, such as smtp/inet or submission.") var service: String?
  @Option(help: ArgumentHelp("The client's address, and its verified name.", valueName: "ip[,name]"))
  var client: String?
  @Option(help: "What the client says with EHLO; empty for nothing.") var helo: String?
  @Flag(help: "The session is encrypted.") var tls = false
  @Option(help: "The fingerprint of the client's certificate.") var ccert: String?
  @Option(help: "The login name.") var saslUser: String?
  @Option(help: "The login mechanism.") var saslMethod: String?
  @Option(help: "The sender; empty for the null sender.") var sender: String?
  @Option(help: "The recipient.") var recipient: String?
  @Option(help: "A file with one session a line, or - for standard input.") var batch: String?
  @Flag(help: "Show which answers change between two configurations.") var explainDiff = false
  @Option(help: "The Postfix version, such as 3.7.11.") var postfixVersion: PostfixVersion?
  @Option(help: "text or json.") var format: AnswerFormat = .text
  @OptionGroup var common: CommonOptions

  func validate() throws {
    if explainDiff {
      guard directories.count == 2 else { throw ValidationError("--explain-diff compares two directories: OLD NEW.") }
    } else {
      guard directories.count + (configDir == nil ? 0 : 1) <= 1 else {
        throw ValidationError("Name the directory once.")
      }
      if batch == nil, recipient == nil { throw ValidationError("Say the recipient: --recipient user@example.com.") }
    }
    let single = [client, helo, ccert, saslUser, saslMethod, sender, recipient].contains { $0 != nil } || tls
    if batch != nil || explainDiff, single {
      throw ValidationError("A batch says for itself who connects and who writes to whom.")
    }
  }

  func run() throws {
    if explainDiff { return try explainDifference() }
    let target = try Failure.translating {
      try AccessDirectory(directories.first ?? configDir, version: postfixVersion)
    }
    try Failure.translating { try target.requireService(service) }
    if let batch { return try run(batch, on: target) }
    let session = session
    guard let verdict = target.policy.verdict(for: session, tracing: true) else { return }
    switch format {
    case .json: FileWriting.write(VerdictJSON.bytes(verdict), to: .output)
    case .text: FileWriting.write(Array(style.text(verdict, of: session).utf8), to: .output)
    }
    if verdict.outcome == .depends { throw ExitStatus.incomplete.code }
  }

  private var style: TraceText { TraceText(isColored: common.color.isOn(writingToFile: false)) }

  private var session: AccessSession {
    var session = AccessSession(service: service)
    let parts = client?.split(separator: ",", maxSplits: 1).map { ByteString(String($0)) } ?? []
    if let address = parts.first { session.clientAddress = address }
    if parts.count > 1 { session.clientName = parts[1] }
    if let helo { session.helo = helo.isEmpty ? nil : ByteString(helo) }
    session.usesTLS = tls
    session.certificateFingerprint = ccert.map { ByteString($0) }
    session.saslUsername = saslUser.map { ByteString($0) }
    session.saslMethod = saslMethod.map { ByteString($0) }
    if let sender { session.sender = ByteString(sender) }
    if let recipient { session.recipient = ByteString(recipient) }
    return session
  }

  private func read(_ file: String) throws -> SessionBatch {
    try Failure.translating {
      try SessionBatch(
        file == "-" ? FileReading.standardInput() : FileReading.contents(of: file),
        from: file == "-" ? "standard input" : file)
    }
  }

  private func run(_ file: String, on target: AccessDirectory) throws {
    let outcome = try Failure.translating {
      try read(file).run(target.policy, asJSON: format == .json, tracing: common.verbose) {
        FileWriting.write($0, to: .output)
      }
    }
    if outcome.surprises > 0 { throw ExitStatus.findings.code }
  }

  private func explainDifference() throws {
    let (old, new) = try Failure.translating {
      (
        try AccessDirectory(directories[0], version: postfixVersion),
        try AccessDirectory(directories[1], version: postfixVersion)
      )
    }
    let sessions = try batch.map { try read($0).entries.map(\.line.session) }
    let difference = AccessDifference(from: old.policy, to: new.policy, sessions: sessions)
    FileWriting.write(format == .json ? difference.json : Array(difference.text(style).utf8), to: .output)
    if !difference.changes.isEmpty { throw ExitStatus.findings.code }
  }
}

// Runs the examples of a rule: each must be answered as it says, in every form.

import Bytes
import ConfigurationDirectory
public import PostfixConfig

/// A failed example.
public struct ExampleFailure: Sendable, CustomStringConvertible {
  public let rule: String
  public let source: String
  public let line: Int
  public let message: String

  public var description: String { "\(source):\(line): \(rule): \(message)" }
}

public enum ExampleRun {
  /// What an example without a master.cf gets: an MX that delivers by SMTP.
  static let usualMaster = """
    smtp      inet  n       -       n       -       -       smtpd
    pickup    unix  n       -       n       60      1       pickup
    cleanup   unix  n       -       n       -       0       cleanup
    qmgr      unix  n       -       n       300     1       qmgr
    rewrite   unix  -       -       n       -       -       trivial-rewrite
    smtp      unix  -       -       n       -       -       smtp
    relay     unix  -       -       n       -       -       smtp
    local     unix  -       n       n       -       -       local

    """

  /// The failures of all examples of a rule, and how many runs there were.
  public static func run(_ rule: Rule, today: CalendarDate) -> (failures: [ExampleFailure], runs: Int) {
    var failures: [ExampleFailure] = []
    var runs = 0
    for example in rule.examples {
      for variant in ExampleVariant.allCases {
        if example.isAsWritten, variant != .asWritten { continue }
        let master = example.master ?? usualMaster
        guard let files = variant.apply(main: example.main, master: master, to: rule) else { continue }
        runs += 1
        let report = report(of: rule, example, files, today: today)
        if let fault = fault(in: report, example, variant, rule) {
          failures.append(
            ExampleFailure(
              rule: rule.id, source: rule.source, line: example.line,
              message: "\(example.expectation.rawValue) example \(variant.rawValue): \(fault)"))
        }
      }
    }
    return (failures, runs)
  }

  static func report(
    of rule: Rule, _ example: RuleExample, _ files: (main: String, master: String), today: CalendarDate
  ) -> AuditReport {
    Audit([rule], Audit.Selection(profile: .pedantic, only: [rule.id])).report(
      on: AuditInput(
        directory: "/etc/postfix", main: MainFile(Array(files.main.utf8)), master: MasterFile(Array(files.master.utf8)),
        build: PostfixBuild(example.version ?? ReleaseFacts.known.newest),
        versionSource: example.version == nil ? .newest : .option, host: example.addresses.map(host),
        files: ExampleFiles(files: example.files, older: example.olderFiles), today: today))
  }

  private static func host(with addresses: [IPNetwork]) -> HostFacts {
    HostFacts(
      hostname: "mail.example.com",
      interfaces: addresses.map { .init(address: $0.address, prefixLength: $0.prefixLength) }, processID: 1)
  }

  private static func fault(
    in report: AuditReport, _ example: RuleExample, _ variant: ExampleVariant, _ rule: Rule
  ) -> String? {
    if let unanswered = report.cannotTell.first { return "cannot tell: \(unanswered.reason)" }
    guard example.expectation == .bad else {
      return report.findings.first.map { "reported, but should be silent: \($0.message)" }
    }
    guard let finding = report.findings.first else { return "not reported" }
    if let severity = example.severity ?? (rule.adjustments.isEmpty ? rule.severity : nil), finding.severity != severity
    {
      return "reported as \(finding.severity.rawValue) instead of \(severity.rawValue)"
    }
    // Other forms put the value elsewhere; the place is checked where it can be named.
    guard let reports = example.reports, variant == .asWritten || variant == .carriageReturns else { return nil }
    let lines = report.findings.map { finding in
      finding.line.map { SourceLines(report, finding.location.file).text(of: $0) } ?? finding.parameter
    }
    let names = report.findings.map(\.parameter)
    guard !lines.contains(where: { $0.contains(reports) }), !names.contains(reports) else { return nil }
    return "reported \"\(lines[0])\", which does not contain \"\(reports)\""
  }
}

/// The files that an example brings along; no others exist.
struct ExampleFiles: ReferencedFiles {
  let files: [String: String]
  let older: [String]

  /// An example that brings main.cf along is about the whole host.
  var areOfHost: Bool { files["/etc/postfix/main.cf"] != nil }

  func state(of path: String) -> FileState { files[path] == nil ? .missing : .present }
  func content(of path: String) -> [UInt8]? { files[path].map { Array($0.utf8) } }
  func modificationTime(of path: String) -> Int64? { files[path].map { _ in older.contains(path) ? 1 : 2 } }
}

// An audit of a few lines, for tests of reports.

import Audit
import ConfigurationDirectory
import MessageSelections
import PostfixConfig
import TestSupport

enum SmallAudit {
  static let usualMaster = "smtp inet n - n - - smtpd\nqmgr unix n - n 300 1 qmgr\n"

  static func report(
    _ main: [UInt8], master: String? = usualMaster, directory: String = "x", only: Set<String> = [],
    rules: [Rule] = RuleCase.all.map(\.rule), files: any ReferencedFiles = FixtureFiles(folder: "/nowhere")
  ) -> AuditReport {
    Audit(rules, Audit.Selection(profile: .pedantic, only: only)).report(
      on: AuditInput(
        directory: directory, main: MainFile(main), master: master.map { MasterFile(Array($0.utf8)) },
        build: PostfixBuild(PostfixVersion(3, 11)), versionSource: .option, host: nil,
        files: files, today: RuleExampleTests.today))
  }

  static func report(
    _ main: String, master: String? = usualMaster, directory: String = "x", only: Set<String> = []
  ) -> AuditReport {
    report(Array(main.utf8), master: master, directory: directory, only: only)
  }

  /// Text that tries every escape: markup, control characters, line ends, commas, colons, other scripts, no UTF-8.
  static let hostile: [UInt8] =
    Array(
      "minimal_backoff_time = 2h\nmaximal_backoff_time = 30m\n<a&\"b'>]]> = %0A::error::\u{1B}[31m,\u{202E}x\r\n".utf8)
    + [0x66, 0xFF, 0xC3, 0x20, 0x3D, 0x20, 0x01, 0x07, 0xE2, 0x82, 0x0A] + Array("日本 = é\n".utf8)

  static func text(
    _ run: AuditRun, as format: ReportFormat = .text, isColored: Bool = false, isQuiet: Bool = false,
    isVerbose: Bool = false
  ) -> String {
    let style = ReportStyle(toolVersion: "VERSION", isColored: isColored, isQuiet: isQuiet, isVerbose: isVerbose)
    return String(decoding: run.written(as: format, style), as: UTF8.self)
  }
}

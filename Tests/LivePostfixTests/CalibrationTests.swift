// A stock server gets few findings, all of them worth reading; so postmasters go on reading.

import Audit
import Bytes
import ConfigurationDirectory
import MessageSelections
import PostfixConfig
import SystemAccess
import TestSupport
import Testing

@Suite("Live: calibration")
struct CalibrationTests {
  @Test("A stock Debian Internet site gets at most 1 high, 1 medium and 4 low findings")
  func stockDebian() throws {
    let stock = try StockDebian()
    let report = try Self.report(on: stock.path, profile: .default)
    func count(_ severity: Severity) -> Int { report.findings.filter { $0.severity == severity }.count }
    let listed = report.findings.map { "\($0.severity.rawValue) \($0.rule.id) \($0.message)" }.joined(separator: "\n")
    #expect(count(.critical) == 0, "\(listed)")
    #expect(count(.high) <= 1, "\(listed)")
    #expect(count(.medium) <= 1, "\(listed)")
    #expect(count(.low) <= 4, "\(listed)")
    #expect(report.cannotTell.isEmpty, "\(report.cannotTell.map { "\($0.rule.id): \($0.reason)" })")
  }

  @Test("The stock configuration is read as postconf reads it")
  func stockDebianIsRead() throws {
    let stock = try StockDebian()
    let real = try Subprocess.run("postconf", ["-c", stock.path, "-n"])
    let source = try ConfigurationDirectory(stock.path)
    var options = ListingOptions()
    options.explicitOnly = true
    let input = PostconfInput(
      directory: ByteString(stock.path), main: source.main, master: source.master, build: try RealPostfix.build(),
      host: RealPostfix.host)
    #expect(try Postconf(input).mainListing(options) == real.output)
  }

  static func report(on path: String, profile: Profile) throws -> AuditReport {
    let source = try ConfigurationDirectory(path)
    let book = try RuleBook(RuleBook.embeddedFiles)
    return Audit(book.rules, Audit.Selection(profile: profile)).report(
      on: AuditInput(
        directory: path, main: source.main, master: source.master, build: try RealPostfix.build(),
        versionSource: .host, host: RealPostfix.host, files: AllFilesPresent(), today: HostPostfix.today))
  }
}

/// The tables of a stock server are there once newaliases has run.
struct AllFilesPresent: ReferencedFiles {
  func state(of path: String) -> FileState { .present }
  func content(of path: String) -> [UInt8]? { nil }
}

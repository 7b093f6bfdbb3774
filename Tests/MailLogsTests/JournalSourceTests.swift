// The journal, as a journalctl of the tests' own gives it out.

import MailLogs
import PostfixLog
import SystemAccess
import TestSupport
import Testing

@Suite("The journal as a mail log")
struct JournalSourceTests {
  private static func entry(_ seconds: Int64, _ text: String) -> String {
    "__CURSOR=s=1\n__REALTIME_TIMESTAMP=\(seconds)000000\n_HOSTNAME=mx1\nSYSLOG_IDENTIFIER=postfix/smtp\n"
      + "SYSLOG_PID=12\nMESSAGE=\(LogFiles.delivery(text))\n\n"
  }

  /// A journalctl that says these words after the entries and ends with a status.
  private static func journal(
    _ files: LogFiles, _ entries: String, said: String = "", status: Int = 0
  ) throws -> JournalSource {
    try files.write(entries, to: "entries")
    let words = said.isEmpty ? "" : "echo '\(said)' >&2\n"
    let script = "echo \"$@\" >\(files.path("asked"))\ncat \(files.path("entries"))\n\(words)exit \(status)"
    return JournalSource(program: try files.writeScript(script, to: "journalctl"), since: 1_795_000_000)
  }

  @Test("journalctl is asked for mail since a moment, and its entries are lines")
  func asked() throws {
    let files = try LogFiles()
    let journal = try Self.journal(files, Self.entry(1_795_000_100, "a") + Self.entry(1_795_000_200, "b"))
    let (texts, times, coverage) = try files.read([], journal: journal)
    #expect(texts == ["a", "b"] && times == [1_795_000_100, 1_795_000_200])
    #expect(coverage.first?.seconds == 1_795_000_100 && coverage.last?.seconds == 1_795_000_200)
    let asked = String(decoding: try FileReading.contents(of: files.path("asked")), as: UTF8.self)
    #expect(asked == "--output=export --no-pager --since=@1795000000 SYSLOG_FACILITY=2\n")
  }

  @Test("Older files come before the journal, and newer ones after it")
  func order() throws {
    let files = try LogFiles()
    let journal = try Self.journal(files, Self.entry(1_795_650_000, "b"))
    try files.write(LogFiles.line("2026-11-26T10:00:00+00:00", "c"), to: "new")
    try files.write(LogFiles.line("2026-11-20T10:00:00+00:00", "a"), to: "old")
    #expect(try files.read(["new", "old"], journal: journal).texts == ["a", "b", "c"])
  }

  @Test("A saved export is a log like others, also when it is compressed")
  func saved() throws {
    let files = try LogFiles()
    try files.write(Self.entry(1_795_000_100, "a"), to: "saved")
    #expect(try files.read(["saved"]).texts == ["a"])
    try files.compress("saved", by: "gzip")
    #expect(try files.read(["saved.gz"]).texts == ["a"])
    try files.write(String(Self.entry(1_795_000_100, "a").dropLast()), to: "cut")
    guard case .journal(let damage) = files.failure(["cut"])?.reason else { return #expect(Bool(false)) }
    #expect(damage.reason == .cutOff)
  }

  @Test("An empty journal is no error, but people are told")
  func empty() throws {
    let files = try LogFiles()
    let journal = try Self.journal(files, "-- No entries --\n")
    let coverage = try files.read([], journal: journal).coverage
    #expect(coverage.first == nil && coverage.remarks == ["the journal has no line about mail."])
  }

  @Test("What journalctl says beside the entries is not lost")
  func remarks() throws {
    let files = try LogFiles()
    let journal = try Self.journal(files, Self.entry(1_795_000_100, "a"), said: "A file is truncated, ignoring it.")
    #expect(try files.read([], journal: journal).coverage.remarks == ["the journal: A file is truncated, ignoring it."])
  }

  @Test("A user who may not see the journal is told so")
  func hidden() throws {
    let files = try LogFiles()
    let hint = "Hint: You are currently not seeing messages from other users and the system."
    let journal = try Self.journal(files, "", said: hint)
    let failure = try #require(throws: MailLogFailure.self) { try files.read([], journal: journal) }
    #expect(failure.isPermission && failure.description.contains("systemd-journal"))
  }

  @Test("A journalctl that fails, or is not there, is an error")
  func failures() throws {
    let files = try LogFiles()
    let journal = try Self.journal(files, Self.entry(1_795_000_100, "a"), said: "No journal files.", status: 1)
    let failure = try #require(throws: MailLogFailure.self) { try files.read([], journal: journal) }
    #expect(failure.description.contains("the journal: ") && failure.description.contains("No journal files."))
    let missing = try #require(throws: MailLogFailure.self) {
      try files.read([], journal: JournalSource(program: files.path("none")))
    }
    #expect(missing.description.contains("not installed"))
  }
}

// A log that was rotated since a message came knows of its last attempts alone.

import Bytes
import Maintenance
import SystemAccess
import TestSupport
import Testing

@Suite("Attempts from a mail log")
struct AttemptHistoryTests {
  private static let lines = [
    "2026-11-28T10:00:00+00:00 mx postfix/smtpd[9]: 4A5B6C7D8E: client=h.test[192.0.2.7]",
    "2026-11-28T10:00:00+00:00 mx postfix/cleanup[9]: 4A5B6C7D8E: message-id=<1@h.test>",
    "2026-11-28T10:00:01+00:00 mx postfix/qmgr[9]: 4A5B6C7D8E: from=<a@b.test>, size=9, nrcpt=1 (queue active)",
    attempt("10:00:02"),
    "2026-11-28T10:30:01+00:00 mx postfix/qmgr[9]: 4A5B6C7D8E: from=<a@b.test>, size=9, nrcpt=1 (queue active)",
    attempt("10:30:02"),
  ]

  private static func attempt(_ time: String) -> String {
    "2026-11-28T\(time)+00:00 mx postfix/smtp[9]: 4A5B6C7D8E: to=<x@y.test>, relay=mx.y.test[192.0.2.9]:25, delay=1, "
      + "delays=0/0/1/0, dsn=4.3.0, status=deferred (host mx.y.test[192.0.2.9] said: 451 4.3.0 later (in reply to RCPT TO command))"
  }

  @Test(
    "Where the log does not go back to the message, its attempts cannot be told",
    arguments: [(0, 2), (1, 2), (2, nil), (3, nil), (4, nil), (5, nil)] as [(Int, Int64?)])
  func rotated(from line: Int, attempts: Int64?) throws {
    let directory = try PrivateDirectory()
    try directory.write(Self.lines[line...].joined(separator: "\n") + "\n", to: "mail.log")
    let history = try AttemptHistory(["\(directory.path)/mail.log"], now: 1_795_863_600)
    #expect(history.attempts(of: "4A5B6C7D8E") == attempts)
  }

  @Test("A file that is missing between others hides attempts, which is an error")
  func gap() throws {
    let directory = try PrivateDirectory()
    try directory.write(Self.lines[..<4].joined(separator: "\n") + "\n", to: "mail.log.2")
    try directory.write(Self.attempt("11:00:02") + "\n", to: "mail.log")
    let files = ["mail.log", "mail.log.2"].map { "\(directory.path)/\($0)" }
    let failure = #expect(throws: MaintenanceFailure.self) { try AttemptHistory(files, now: 1_795_863_600) }
    #expect(failure?.description.hasPrefix("\(directory.path)/mail.log.1 is missing") == true)
    _ = try AttemptHistory([files[0]], now: 1_795_863_600)
  }
}

// A file that is missing among those that logrotate has numbered.

import Testing

@testable import MailLogs

@Suite("Numbered logs")
struct LogNumberingTests {
  @Test(
    "What is missing between two numbers is named",
    arguments: [
      (["mail.log", "mail.log.1", "mail.log.2.gz"], []),
      (["mail.log.2", "mail.log"], ["mail.log.1"]),
      (["/var/log/mail.log.4.zst", "/var/log/mail.log.1.xz"], ["/var/log/mail.log.2", "/var/log/mail.log.3"]),
      (["mail.log.1", "mail.log.2"], []),
      (["mail.log", "mail.info.3"], []),
      (["mail.log", "mail.log-20261127", "mail.log.20261126"], []),
    ] as [([String], [String])])
  func missing(_ names: [String], _ expected: [String]) {
    #expect(LogNumbering.missing(among: names) == expected)
  }
}

// The parts of a log find their order by themselves.

import Glibc
import MailLogs
import PostfixLog
import SystemAccess
import TestSupport
import Testing

@Suite("Parts of a mail log in order")
struct LogOrderTests {
  @Test("Rotated files are read from the oldest to the newest, in whatever order they are named")
  func order() throws {
    let files = try LogFiles()
    for (name, day) in [("mail.log", 26), ("mail.log.1", 25), ("mail.log.2", 24)] {
      try files.write(
        LogFiles.line("2026-11-\(day)T10:00:00.500000+00:00", "\(day) first")
          + LogFiles.line("2026-11-\(day)T20:00:00.000000+00:00", "\(day) last"), to: name)
    }
    try files.compress("mail.log.2", by: "gzip")
    let expected = ["24 first", "24 last", "25 first", "25 last", "26 first", "26 last"]
    for names in [
      ["mail.log", "mail.log.1", "mail.log.2.gz"], ["mail.log.2.gz", "mail.log", "mail.log.1"],
    ] {
      let (texts, _, coverage) = try files.read(names)
      #expect(texts == expected)
      #expect(coverage.first == LogTime(seconds: 1_795_514_400, microseconds: 500_000))
      #expect(coverage.last?.seconds == 1_795_723_200 && coverage.remarks.isEmpty)
      #expect(coverage.reaches(backTo: LogTime(seconds: 1_795_514_401)))
      #expect(!coverage.reaches(backTo: LogTime(seconds: 1_795_514_400)))
    }
  }

  @Test("Files without years get them from their time of change, over New Year as well")
  func years() throws {
    let files = try LogFiles()
    try files.write(
      LogFiles.line("Dec 30 10:00:00", "a") + LogFiles.line("Jan  2 10:00:00", "b"), to: "old", modified: 1_767_348_001)
    try files.write(LogFiles.line("Nov 26 10:00:00", "c"), to: "new")
    try files.write(LogFiles.line("Nov 26 10:00:00", "0"), to: "older", modified: 1_764_151_201)
    let (texts, times, _) = try files.read(["new", "old", "older"])
    #expect(texts == ["0", "a", "b", "c"])
    #expect(times == [1_764_151_200, 1_767_088_800, 1_767_348_000, 1_795_687_200])
  }

  @Test("A file is not newer than now, whatever its time of change says")
  func future() throws {
    let files = try LogFiles()
    try files.write(LogFiles.line("Nov 28 23:00:00", "a"), to: "mail.log", modified: LogFiles.now + 400 * 86_400)
    #expect(try files.read(["mail.log"]).times == [1_764_370_800])
  }

  @Test("A log whose logger leaves out the year from a day on stays in its year")
  func mixed() throws {
    let files = try LogFiles()
    try files.write(
      LogFiles.line("2025-12-31T23:59:00+00:00", "a") + LogFiles.line("Jan  1 00:01:00", "b")
        + LogFiles.line("Jan  1 00:02:00", "c"), to: "mail.log")
    #expect(try files.read(["mail.log"]).times == [1_767_225_540, 1_767_225_660, 1_767_225_720])
  }

  @Test("A file that is named twice is read once")
  func twice() throws {
    let files = try LogFiles()
    try files.write(LogFiles.line("2026-11-26T10:00:00+00:00", "a"), to: "mail.log")
    symlink("mail.log", files.path("link"))
    link(files.path("mail.log"), files.path("hard"))
    #expect(try files.read(["mail.log", "link", "hard", "./mail.log"]).texts == ["a"])
  }

  @Test("Parts that tell of the same time are told to people")
  func overlap() throws {
    let files = try LogFiles()
    for (name, text) in [("mail.info", "a"), ("mail.log", "b")] {
      try files.write(
        LogFiles.line("2026-11-26T10:00:00+00:00", text) + LogFiles.line("2026-11-26T20:00:00+00:00", text), to: name)
    }
    let coverage = try files.read(["mail.info", "mail.log"]).coverage
    #expect(coverage.remarks.count == 1 && coverage.remarks[0].contains("mail.log begins before"))
  }

  @Test("A log that was just rotated is empty, and no log at all tells of no time")
  func empty() throws {
    let files = try LogFiles()
    try files.write("", to: "mail.log")
    try files.write(LogFiles.line("2026-11-26T10:00:00+00:00", "a"), to: "mail.log.1")
    #expect(try files.read(["mail.log", "mail.log.1"]).texts == ["a"])
    let nothing = try files.read(["mail.log"]).coverage
    #expect(nothing.first == nil && nothing.last == nil && !nothing.reaches(backTo: LogTime(seconds: LogFiles.now)))
    #expect(try files.read([]).coverage == nothing)
  }

  @Test("A rotation between opening and reading changes nothing")
  func rotated() throws {
    let files = try LogFiles()
    try files.write(LogFiles.line("2026-11-26T10:00:00+00:00", "a"), to: "mail.log")
    var log = try MailLog(files: [files.path("mail.log")], now: LogFiles.now)
    rename(files.path("mail.log"), files.path("mail.log.1"))
    try files.write("", to: "mail.log")
    var history = DeliveryHistory(of: .all)
    _ = try log.read(into: &history)
    #expect(history.lineCount == 1)
  }
}

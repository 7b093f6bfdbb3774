// What stands in front of a line's text, in all the forms that loggers write.

import Bytes
import PostfixLog
import TestSupport
import Testing

@Suite("Lines of the log")
struct LogLineTests {
  @Test(
    "Time, host, program and process in every form",
    arguments: [
      "Nov  2 00:00:14 mx1 postfix/smtp[12]: 4jYR3d3YTQz2NPSf: removed",
      "Nov 02 00:00:14 mx1 postfix/smtp[12]: 4jYR3d3YTQz2NPSf: removed",
      "Nov 02 00:00:14.123456 mx1 postfix/smtp[12]: 4jYR3d3YTQz2NPSf: removed",
      "<22>Nov  2 00:00:14 mx1 postfix/smtp[12]: 4jYR3d3YTQz2NPSf: removed",
      "2026-11-02T00:00:14.867037+00:00 mx1 postfix/smtp[12]: 4jYR3d3YTQz2NPSf: removed",
      "2026-11-02T01:00:14+0100 mx1 postfix/smtp[12]: 4jYR3d3YTQz2NPSf: removed",
      "2026-11-02 00:00:14Z mx1 postfix/smtp[12]: 4jYR3d3YTQz2NPSf: removed",
      "<22>1 2026-11-02T00:00:14.867037Z mx1 postfix/smtp 12 - - 4jYR3d3YTQz2NPSf: removed",
      "Nov  2 00:00:14 mx1 postfix/smtp[12]: message repeated 2 times: [ 4jYR3d3YTQz2NPSf: removed]",
    ])
  func envelopes(text: String) throws {
    let sample = try #require(SampleLine(text))
    var years = LogYears(first: 2026)
    #expect(years.time(of: sample.line.stamp)?.seconds == 1_793_577_614)
    #expect(sample.text(sample.line.host) == "mx1" && sample.line.pid == 12)
    #expect(sample.text(sample.line.program.whole) == "postfix/smtp")
    #expect(sample.line.queueID?.name == "4jYR3d3YTQz2NPSf")
    guard case .removed = sample.line.event else { return #expect(Bool(false), "\(sample.line.event)") }
  }

  @Test(
    "The instance stands before the first slash, the daemon behind the last",
    arguments: [
      ("postfix/smtpd", "postfix", "smtpd"), ("postfix/submission/smtpd", "postfix", "smtpd"),
      ("postfix-in/qmgr", "postfix-in", "qmgr"), ("postfix/127.0.0.1:10025/smtpd", "postfix", "smtpd"),
      ("postfix/[::1]:10025/smtpd", "postfix", "smtpd"), ("postfix", "postfix", ""),
    ])
  func programs(name: String, instance: String, daemon: String) throws {
    for process in ["[4]", ""] {
      let sample = try #require(SampleLine("Nov  2 00:00:14 mx1 \(name)\(process): hello"))
      #expect(sample.text(sample.line.program.whole) == name)
      #expect(sample.text(sample.line.program.instance) == instance)
      #expect(sample.text(sample.line.program.daemon) == daemon)
      #expect(sample.line.pid == (process.isEmpty ? nil : 4))
    }
  }

  @Test("A severity comes before a queue id")
  func severities() throws {
    for (word, severity) in [
      ("warning", LogSeverity.warning), ("error", .error), ("fatal", .fatal), ("panic", .panic),
    ] {
      let sample = try #require(SampleLine("Nov  2 00:00:14 mx1 postfix/cleanup[1]: \(word): BAC54F7C0A6: write"))
      #expect(sample.line.severity == severity && sample.line.queueID?.name == "BAC54F7C0A6")
    }
    let info = try #require(SampleLine("Nov  2 00:00:14 mx1 postfix/cleanup[1]: BAC54F7C0A6: warning: header X: y"))
    #expect(info.line.severity == .info)
  }

  @Test(
    "Words are no queue ids",
    arguments: [
      "NOQUEUE", "warning", "connect", "statistics", "ACCE", "4jYR3d3YTQz", "4jYR3a3YTQz2NPSf", "bac54f7c0a6",
    ])
  func words(word: String) throws {
    #expect(QueueIDText(ByteString(word)) == nil)
    #expect(try #require(SampleLine("Nov  2 00:00:14 mx1 postfix/qmgr[1]: \(word): removed")).line.queueID == nil)
  }

  @Test(
    "A queue id gives its name back", arguments: ["BAC54F7C0A6", "4jYR3d3YTQz2NPSf", "FFFFFFFFFFFFFFFFFFFFF", "ABCDEF"])
  func names(name: String) { #expect(QueueIDText(ByteString(name))?.name == ByteString(name)) }

  @Test(
    "What is no line of a log is none",
    arguments: [
      "", " ", "x", "Nov", "Nov  2 00:00:14", "Nov  2 00:00:14 ", "Nov  2 00:00:14 mx1", "Nov  2 00:00:14 mx1 postfix",
      "Nov 32 00:00:14 mx1 postfix/smtp[1]: x", "Nov  2 24:00:14 mx1 postfix/smtp[1]: x",
      "Foo  2 00:00:14 mx1 postfix/smtp[1]: x", "2026-02-29T00:00:00Z mx1 postfix/smtp[1]: x",
      "2026-13-01T00:00:00Z mx1 postfix/smtp[1]: x", "0000-01-01T00:00:00Z mx1 postfix/smtp[1]: x",
      "__REALTIME_TIMESTAMP=1795485933501562", "MESSAGE=4jYR3d3YTQz2NPSf: removed", "<22>", "<22>1 ", "<22>1 -",
      "smtp[12]: 4jYR3d3YTQz2NPSf: removed", "{\"log\":\"Nov  2 00:00:14 mx1 postfix/smtp[1]: x\"}",
    ])
  func none(text: String) { #expect(SampleLine(text) == nil) }

  @Test("A line that no logger writes for its length is not read")
  func tooLong() {
    let start = "Nov  2 00:00:14 mx1 postfix/smtp[1]: "
    for (count, isRead) in [(LogLine.lengthLimit, true), (LogLine.lengthLimit + 1, false)] {
      let bytes = Array(start.utf8) + [UInt8](repeating: UInt8(ascii: ","), count: count - start.utf8.count)
      #expect((LogLine(bytes.span) != nil) == isRead)
    }
  }

  @Test("Every line of a real log is read", arguments: SampleLog.recorded)
  func real(name: String) throws {
    for line in SampleLog.lines(try SampleLog.bytes(name)) {
      let sample = try #require(SampleLine(line), "\(ByteString(line))")
      #expect(sample.text(sample.line.host) == "mx")
    }
  }

  @Test("Lines end with LF or CR LF, and the last one anyhow")
  func blocks() {
    var lines: [String] = []
    LogBlock.forEachLine(in: Array("one\r\n\ntwo\n\r\nthree".utf8).span) { line in
      lines.append(line.withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) })
    }
    #expect(lines == ["one", "two", "three"])
  }
}

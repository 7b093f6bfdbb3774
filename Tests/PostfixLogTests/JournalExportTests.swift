// The export format of the journal, of bytes that are as they should be, and of any others.

import Bytes
import PostfixLog
import TestSupport
import Testing

@Suite("The journal's export format")
struct JournalExportTests {
  private static let fields = [
    "__CURSOR=s=1;i=2", "__REALTIME_TIMESTAMP=1793928368867037", "_HOSTNAME=host", "SYSLOG_IDENTIFIER=postfix/smtp",
    "SYSLOG_PID=12", "_PID=99", "PRIORITY=6",
  ]

  private static func entry(_ fields: [String]) -> [UInt8] { Array((fields.joined(separator: "\n") + "\n\n").utf8) }

  private static func binary(_ name: String, _ value: [UInt8], length: UInt64? = nil) -> [UInt8] {
    let length = length ?? UInt64(value.count)
    return Array(name.utf8) + [0x0A] + (0..<8).map { UInt8(truncatingIfNeeded: length >> ($0 * 8)) } + value + [0x0A]
  }

  /// The lines, when the bytes come in blocks of some size.
  private static func lines(_ bytes: [UInt8], by size: Int = 1 << 16) throws(JournalDamage) -> String {
    var export = JournalExport()
    var lines: [UInt8] = []
    for start in stride(from: 0, to: bytes.count, by: size) {
      lines += try export.lines(of: Array(bytes[start..<min(start + size, bytes.count)]).span)
    }
    try export.finish()
    return String(decoding: lines, as: UTF8.self)
  }

  private static func damage(_ bytes: [UInt8]) -> JournalDamage.Reason? {
    do throws(JournalDamage) {
      _ = try lines(bytes)
      return nil
    } catch { return error.reason }
  }

  @Test("An entry becomes a line that is read, in blocks of any size", arguments: [1, 2, 3, 7, 1 << 16])
  func entries(size: Int) throws {
    let text = "2026-11-06T01:26:08.867037+00:00 host postfix/smtp[12]: BAC54F7C0A6: removed\n"
    let plain = Self.entry(Self.fields + ["MESSAGE=BAC54F7C0A6: removed"])
    var binary = Self.entry(Self.fields)
    binary.removeLast()
    binary += Self.binary("_OTHER", Array("x\n\nMESSAGE=no\n".utf8)) + Self.binary("EMPTY", [])
    binary += Self.binary("MESSAGE", Array("BAC54F7C0A6: removed".utf8)) + [0x0A]
    #expect(try Self.lines(plain + binary + plain, by: size) == text + text + text)
    let line = try #require(SampleLine(Array(text.utf8.dropLast())))
    #expect(line.line.queueID?.name == "BAC54F7C0A6" && line.line.pid == 12)
  }

  @Test("Nobody begins a line, a word or a process by what he sends")
  func hostile() throws {
    var bytes = Self.entry(["__REALTIME_TIMESTAMP=0", "_HOSTNAME=a b", "SYSLOG_IDENTIFIER=x y\t:", "SYSLOG_PID=1]"])
    bytes.removeLast()
    bytes += Self.binary("MESSAGE", Array("a\nNov  2 00:00:14 mx1 postfix/smtp[1]: BAC54F7C0A6: removed".utf8)) + [0x0A]
    #expect(
      try Self.lines(bytes)
        == "1970-01-01T00:00:00.000000+00:00 a?b x?y?:: a Nov  2 00:00:14 mx1 postfix/smtp[1]: BAC54F7C0A6: removed\n")
  }

  @Test("The first of several values counts, and what is missing is a dash")
  func values() throws {
    let bytes = Self.entry(["__REALTIME_TIMESTAMP=1", "_PID=7", "MESSAGE=one", "MESSAGE=two"])
    #expect(try Self.lines(bytes) == "1970-01-01T00:00:00.000001+00:00 - -[7]: one\n")
    #expect(try Self.lines(Array("-- No entries --\n".utf8)).isEmpty)
    #expect(try Self.lines([]).isEmpty)
  }

  @Test("A message that is too long for a line is not taken as its beginning")
  func long() throws {
    let message = [UInt8](repeating: UInt8(ascii: "x"), count: LogLine.lengthLimit + 5)
    var bytes = Self.entry(Self.fields)
    bytes.removeLast()
    let lines = try Self.lines(bytes + Self.binary("MESSAGE", message) + [0x0A], by: 1000)
    #expect(SampleLine(Array(lines.utf8.dropLast())) == nil)
  }

  @Test("Damage is an error: a length that exceeds the data, a name that is none, a missing time, a cut")
  func damages() {
    let fields = Array((Self.fields.joined(separator: "\n") + "\n").utf8)
    #expect(Self.damage(fields + Self.binary("MESSAGE", [1, 2], length: .max)) == .tooLong(.max))
    #expect(Self.damage(fields + Self.binary("MESSAGE", [1, 2], length: 1 << 20)) == .cutOff)
    #expect(Self.damage(fields + Self.binary("MESSAGE", [1, 2], length: 1)) == .noLineFeed)
    #expect(Self.damage(Array("Nov  2 00:00:14 mx1 postfix/smtp[1]: x\n".utf8)) == .noField)
    #expect(Self.damage(Array("{\"MESSAGE\":\"x\"}\n".utf8)) == .noField)
    #expect(Self.damage([UInt8](repeating: 0x41, count: 1000)) == .noField)
    #expect(Self.damage(Self.entry(["MESSAGE=x"])) == .noTime)
    for time in ["", "x", "12x", "-1", "99999999999999999999", "9223372036854775807"] {
      #expect(Self.damage(Self.entry(["__REALTIME_TIMESTAMP=\(time)"])) == .noTime)
    }
    let whole = Self.entry(Self.fields + ["MESSAGE=x"])
    for size in 1..<whole.count { #expect(Self.damage(Array(whole.prefix(size))) == .cutOff, "\(size)") }
  }

  @Test("The time of a line is that of its entry", arguments: [UInt64(1), 2])
  func times(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    for _ in 0..<500 {
      let time = Int64(random.below(253_402_300_800)) * 1_000_000 + Int64(random.below(1_000_000))
      let line = try Self.lines(Self.entry(["__REALTIME_TIMESTAMP=\(time)", "MESSAGE=x"]))
      #expect(try #require(SampleLine(Array(line.utf8.dropLast()))).line.stamp == .instant(LogTime(microseconds: time)))
    }
  }

  @Test("No bytes can trap", arguments: [UInt64(1), 2, 3, 4])
  func anything(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    let whole = Self.entry(Self.fields) + Self.binary("MESSAGE", [1, 2, 3]) + [0x0A]
    for _ in 0..<500 {
      var bytes = whole + whole
      for _ in 0...random.below(4) { bytes[random.below(bytes.count)] = UInt8(truncatingIfNeeded: random.next()) }
      _ = try? Self.lines(bytes, by: 1 + random.below(40))
    }
  }
}

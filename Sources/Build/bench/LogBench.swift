// bench --log FILE: what reading a mail log costs, in seconds of processor time.

import Bytes
import Glibc
import MailLogs
import PostfixLog
import SystemAccess

enum LogBench {
  static func run(_ path: String) throws(SystemError) {
    print("| reading \(path) | seconds | lines | messages |")
    print("|---|---|---|---|")
    var lines = 0
    var deliveries: [DeliveryStatus: Int] = [:]
    var ids: Set<ByteString> = []
    var cost = try measure { () throws(SystemError) in
      try forEachBlock(path) { lines += $0.filter { $0 == 0x0A }.count }
    }
    row("blocks of lines only", cost, lines, 0)
    lines = 0
    cost = try measure { () throws(SystemError) in
      try forEachBlock(path) { block in
        LogBlock.forEachLine(in: block.span) { bytes in
          guard let line = LogLine(bytes) else { return }
          lines += 1
          if case .delivery(let delivery) = line.event { deliveries[delivery.status, default: 0] += 1 }
        }
      }
    }
    row("lines and events", cost, lines, 0)
    var survey = YearSurvey()
    cost = try measure { () throws(SystemError) in try forEachBlock(path) { survey.read($0.span) } }
    row("years", cost, lines, 0)
    try forEachBlock(path) { block in
      if ids.count < 1000 { LogBlock.forEachLine(in: block.span) { note($0, in: &ids) } }
    }
    for (name, interest) in [
      ("history of a thousand ids", DeliveryHistory.Interest.some(ids: ids)), ("history of all", .all),
    ] {
      var history = DeliveryHistory(of: interest)
      var years = survey.years(newest: LogTime(seconds: LocalTime.now))
      cost = try measure { () throws(SystemError) in try forEachBlock(path) { history.read($0.span, years: &years) } }
      row(name, cost, history.lineCount, history.messages.count)
    }
    let now = LocalTime.now
    cost = measure {
      var history = DeliveryHistory(of: .some(ids: ids))
      do throws(MailLogFailure) {
        var log = try MailLog(files: [path], now: now)
        let coverage = try log.read(into: &history)
        lines = history.lineCount
        if let first = coverage.first, let last = coverage.last { print("\(first.seconds) to \(last.seconds)") }
      } catch { print("\(error)") }
    }
    row("the same as a mail log of any form", cost, lines, ids.count)
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    print("\nAt most \(usage.ru_maxrss / 1024) MB. Deliveries: \(deliveries.sorted { $0.value > $1.value })")
  }

  private static func note(_ bytes: Span<UInt8>, in ids: inout Set<ByteString>) {
    guard ids.count < 1000, let id = LogLine(bytes)?.queueID else { return }
    ids.insert(id.name)
  }

  private static func forEachBlock(_ path: String, _ read: ([UInt8]) -> Void) throws(SystemError) {
    var blocks = try LineBlocks(path)
    while let block = try blocks.next() { read(block) }
  }

  /// Seconds of processor time.
  private static func measure<Failure: Error>(_ work: () throws(Failure) -> Void) throws(Failure) -> Double {
    let start = clock()
    try work()
    return Double(clock() - start) / Double(CLOCKS_PER_SEC)
  }

  private static func row(_ name: String, _ cost: Double, _ lines: Int, _ messages: Int) {
    print("| \(name) | \((cost * 100).rounded() / 100) | \(lines) | \(messages) |")
  }
}

// Lines and logs that the tests read.

import Bytes
import PostfixLog
import SystemAccess
import TestSupport

/// A line that was read, with its bytes.
struct SampleLine {
  let bytes: [UInt8]
  let line: LogLine

  init?(_ text: String) { self.init(Array(text.utf8)) }

  init?(_ bytes: [UInt8]) {
    guard let line = LogLine(bytes.span) else { return nil }
    self.bytes = bytes
    self.line = line
  }

  func text(_ part: LogText?) -> String? { part.map { $0.bytes(in: bytes.span).description } }

  var delivery: DeliveryLine? {
    if case .delivery(let delivery) = line.event { delivery } else { nil }
  }

  /// Whether a reader must take it as said that somebody got the mail.
  var provesSent: Bool { delivery.map { $0.status == .sent && $0.isProof } ?? false }
}

enum SampleLog {
  /// The recorded ones are of the year 2026, in UTC.
  static let recorded = ["long-ids", "short-ids"]
  static let end = LogTime(seconds: 1_795_735_450)

  static func bytes(_ name: String) throws -> [UInt8] {
    try FileReading.contents(of: "\(Repository.root)/Fixtures/log/\(name).log")
  }

  static func lines(_ bytes: [UInt8]) -> [[UInt8]] { bytes.split(separator: 0x0A).map { Array($0) } }

  /// The same log as rsyslog writes it today.
  static func iso(_ bytes: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    for line in lines(bytes) {
      result += Array("2026-11-26T".utf8) + line[7..<15]
      result += Array(".000000+00:00".utf8) + line[15...] + [0x0A]
    }
    return result
  }

  static func history(
    _ bytes: [UInt8], of interest: DeliveryHistory.Interest = .all, newest: LogTime = end
  ) -> DeliveryHistory {
    var survey = YearSurvey()
    survey.read(bytes.span)
    var years = survey.years(newest: newest)
    var history = DeliveryHistory(of: interest)
    history.read(bytes.span, years: &years)
    return history
  }
}

// The lines of an audited file, for excerpts.

import PostfixConfig

struct SourceLines {
  private let lines: [ArraySlice<UInt8>]

  init(_ report: AuditReport, _ file: ConfigurationFile) {
    self.init(file == .main ? report.main.bytes : report.master?.bytes ?? [])
  }

  init(_ bytes: [UInt8]) {
    lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
  }

  /// The text of a line, counted from 1, without its line end; empty when there is no such line.
  func text(of number: Int) -> String {
    String(decoding: bytes(of: number), as: UTF8.self)
  }

  func bytes(of number: Int) -> ArraySlice<UInt8> {
    guard lines.indices.contains(number - 1) else { return [] }
    let line = lines[number - 1]
    return line.last == 0x0D ? line.dropLast() : line
  }

  /// For a line that continues another one, that line and its number.
  func beginning(of number: Int) -> (number: Int, bytes: ArraySlice<UInt8>)? {
    var candidate = number
    while candidate > 1, isContinuation(candidate) {
      candidate -= 1
      // Comments and empty lines do not end a logical line.
      while candidate > 1, isPassedOver(candidate) { candidate -= 1 }
    }
    return candidate == number ? nil : (candidate, bytes(of: candidate))
  }

  /// The line and all that belong to the same setting or service, comments between them included.
  func logicalLine(of number: Int) -> [UInt8] {
    let first = beginning(of: number)?.number ?? number
    var last = number
    while last < lines.count, isContinuation(last + 1) || isPassedOver(last + 1) { last += 1 }
    return Array((first...last).map { bytes(of: $0) }.joined(separator: [0x0A]))
  }

  private func isContinuation(_ number: Int) -> Bool {
    bytes(of: number).first.map { $0 == 0x20 || $0 == 0x09 } ?? false
  }

  private func isPassedOver(_ number: Int) -> Bool {
    let text = bytes(of: number).drop { $0 == 0x20 || $0 == 0x09 }
    return text.isEmpty || text.first == UInt8(ascii: "#")
  }
}

// The lines of an audited file, for excerpts.

import PostfixConfig

struct SourceLines {
  private let lines: [ArraySlice<UInt8>]

  init(_ report: AuditReport, _ file: ConfigurationFile) {
    let bytes = file == .main ? report.main.bytes : report.master?.bytes ?? []
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
    while candidate > 1, let first = bytes(of: candidate).first, first == 0x20 || first == 0x09 {
      candidate -= 1
      // Comments and empty lines do not end a logical line.
      while candidate > 1, isPassedOver(candidate) { candidate -= 1 }
    }
    return candidate == number ? nil : (candidate, bytes(of: candidate))
  }

  private func isPassedOver(_ number: Int) -> Bool {
    let text = bytes(of: number).drop { $0 == 0x20 || $0 == 0x09 }
    return text.isEmpty || text.first == UInt8(ascii: "#")
  }
}

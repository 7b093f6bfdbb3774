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
    guard lines.indices.contains(number - 1) else { return "" }
    var line = lines[number - 1]
    if line.last == 0x0D { line = line.dropLast() }
    return String(decoding: line, as: UTF8.self)
  }
}

// Where a finding stands, as reports write it: a path, a line, and columns in the unit that the format counts in.

import PostfixConfig

struct FindingPlace {
  /// What a column counts.
  enum Unit {
    /// As editors on servers do.
    case byte
    /// As SARIF does when it is told so.
    case codePoint
  }

  let path: String
  /// Nil when nothing is written there: a default, or a missing file.
  let line: Int?
  /// Whether the setting or service that the line belongs to may hold a password, so that no part of it is shown.
  let holdsSecret: Bool
  private let span: SourceSpan?
  let lineBytes: ArraySlice<UInt8>
  /// For a continuation line, the one that it continues: it has the name.
  let firstLine: (number: Int, bytes: ArraySlice<UInt8>)?

  init(_ finding: Finding, _ report: AuditReport, _ lines: ReportLines) {
    path = report.path(of: finding.location.file)
    span = finding.location.span
    line = span?.start.line
    lineBytes = span.map { lines[$0.file].bytes(of: $0.start.line) } ?? []
    holdsSecret = finding.holdsSecret
    firstLine = span.flatMap { lines[$0.file].beginning(of: $0.start.line) }
  }

  /// The first column, from 1, and the one behind the last.
  func columns(in unit: Unit) -> (start: Int, end: Int)? {
    guard let span else { return nil }
    let start = min(span.start.column - 1, lineBytes.count)
    let end = min(start + span.length, lineBytes.count)
    switch unit {
    case .byte: return (start + 1, end + 1)
    case .codePoint:
      func count(_ prefix: Int) -> Int {
        String(decoding: lineBytes.prefix(prefix), as: UTF8.self).unicodeScalars.count
      }
      return (count(start) + 1, count(end) + 1)
    }
  }

  /// The line as it is written; empty for a default, and for a secret.
  var lineText: String { holdsSecret ? "" : String(decoding: lineBytes, as: UTF8.self) }
}

/// The lines of both files of a report, split once.
struct ReportLines {
  private let main: SourceLines
  private let master: SourceLines

  init(_ report: AuditReport) {
    main = SourceLines(report, .main)
    master = SourceLines(report, .master)
  }

  subscript(file: ConfigurationFile) -> SourceLines { file == .main ? main : master }
}

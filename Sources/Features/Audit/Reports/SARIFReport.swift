// The report as SARIF 2.1.0, which code hosts show beside the change.
//
// One run for all directories. Columns count code points, as `columnKind` says. A file of a directory that was named
// relatively has a URI relative to SRCROOT; the reader of the report decides where that is. What could not be told, and
// what was skipped, are notifications of the run, so that no silence passes for a clean answer.
// Source: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html

import JSONText

struct SARIFReport {
  static let schema = "https://json.schemastore.org/sarif-2.1.0.json"
  static let home = "https://github.com/postkeep/postkeep"

  let bytes: [UInt8]

  init(_ run: AuditRun, _ style: ReportStyle) {
    let rules = run.rules
    var json = JSONWriter(style: .indented)
    json.object { json in
      json.member("$schema", Self.schema)
      json.member("version", "2.1.0")
      json.array("runs") { json in
        json.object { json in
          json.object("tool") { json in
            json.object("driver") { json in
              json.member("name", "postkeep")
              json.member("version", style.toolVersion)
              json.member("informationUri", Self.home)
              json.array("rules") { json in
                for rule in rules { SARIFRule(rule).write(to: &json) }
              }
            }
          }
          json.member("columnKind", "unicodeCodePoints")
          json.array("invocations") { json in
            SARIFInvocation(run, rules).write(to: &json)
          }
          json.array("results") { json in
            var fingerprints = Fingerprints()
            for report in run.reports {
              let lines = ReportLines(report)
              for finding in report.findings {
                SARIFResult(finding, FindingPlace(finding, report, lines), rules, &fingerprints).write(to: &json)
              }
            }
          }
        }
      }
    }
    bytes = json.bytes
  }
}

extension Severity {
  /// error for critical and high, warning for medium, note for the rest.
  var sarifLevel: String {
    switch self {
    case .critical, .high: "error"
    case .medium: "warning"
    case .low, .info: "note"
    }
  }

  /// A number in the manner of CVSS, by which code hosts sort findings about security.
  var sarifSecuritySeverity: String {
    switch self {
    case .critical: "9.5"
    case .high: "8.0"
    case .medium: "5.5"
    case .low: "3.0"
    case .info: "0.5"
    }
  }
}

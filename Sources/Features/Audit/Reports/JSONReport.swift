// The report for programs, in a form of our own. docs/schemas/postkeep.audit-1.schema.json describes every member.
//
// One document for all directories. Columns count bytes from 1; endColumn is the one behind the last. Members may be
// added to this version of the form; none will go away or change its meaning.

import ConfigurationDirectory
import JSONText
import PostfixConfig

struct JSONReport {
  static let schema = "postkeep.audit/1"

  let bytes: [UInt8]

  init(_ run: AuditRun, _ style: ReportStyle) {
    var json = JSONWriter(style: .indented)
    json.object { json in
      json.member("schema", Self.schema)
      json.object("tool") { json in
        json.member("name", "postkeep")
        json.member("version", style.toolVersion)
      }
      json.array("audits") { json in
        for report in run.reports { Self.write(report, to: &json) }
      }
      json.array("failures") { json in
        for failure in run.failures {
          json.object { json in
            json.member("directory", failure.path)
            json.member("message", failure.message)
            json.member("advice", failure.advice)
          }
        }
      }
    }
    bytes = json.bytes
  }

  private static func write(_ report: AuditReport, to json: inout JSONWriter) {
    let lines = ReportLines(report)
    json.object { json in
      json.member("directory", report.directory)
      json.member("version", report.version.description)
      json.member("versionSource", report.versionSource.word)
      json.member("profile", report.profile.rawValue)
      json.array("files") { json in
        json.value(report.path(of: .main))
        if report.master != nil { json.value(report.path(of: .master)) }
      }
      json.array("findings") { json in
        for finding in report.findings { write(finding, report, lines, to: &json) }
      }
      json.array("cannotTell") { json in
        for unanswered in report.cannotTell { write(unanswered, to: &json) }
      }
      json.array("skipped") { json in
        for unanswered in report.skipped { write(unanswered, to: &json) }
      }
      json.member("unseenTables", report.unseenTables)
      json.object("summary") { json in
        for (severity, count) in Counted.bySeverity(report.findings) { json.member(named: severity.rawValue, count) }
        json.member("findings", report.findings.count)
        json.member("asked", report.ruleCount)
        json.member("cannotTell", report.cannotTell.count)
        json.member("skipped", report.skipped.count)
      }
    }
  }

  private static func write(
    _ finding: Finding, _ report: AuditReport, _ lines: ReportLines, to json: inout JSONWriter
  ) {
    let place = FindingPlace(finding, report, lines)
    let columns = place.columns(in: .byte)
    json.object { json in
      json.member("rule", finding.rule.id)
      json.member("name", finding.rule.name)
      json.member("title", finding.rule.title)
      json.member("severity", finding.severity.rawValue)
      json.member("confidence", finding.rule.confidence.rawValue)
      json.member("message", finding.message)
      json.member("file", place.path)
      json.member("line", place.line)
      json.member("column", columns?.start)
      json.member("endColumn", columns?.end)
      json.member("parameter", finding.parameter.isEmpty ? nil : finding.parameter)
      json.member("services", finding.services)
      json.member("why", finding.rule.why)
      json.object("fix") { json in
        json.member("commands", finding.fixCommands)
        json.member("text", finding.fixText.isEmpty ? nil : finding.fixText)
        json.member("isSafe", finding.rule.fix.isSafe)
      }
      json.member("references", finding.rule.references)
      json.member("evidence", finding.evidence)
      json.array("consequences") { json in
        for consequence in finding.consequences { write(consequence, report, lines, to: &json) }
      }
    }
  }

  private static func write(_ unanswered: AuditReport.Unanswered, to json: inout JSONWriter) {
    json.object { json in
      json.member("rule", unanswered.rule.id)
      json.member("name", unanswered.rule.name)
      json.member("reason", unanswered.reason)
    }
  }
}

extension AuditReport.VersionSource {
  /// As machines read it.
  var word: String {
    switch self {
    case .option: "option"
    case .host: "host"
    case .newest: "newest"
    }
  }
}

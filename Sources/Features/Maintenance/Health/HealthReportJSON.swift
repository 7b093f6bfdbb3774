// The outcome of a check as JSON. Times are in seconds, sizes in bytes.

import JSONText
import QueueStore
import SystemAccess

public enum HealthReportJSON {
  /// - Parameter plan: the repairs that are planned, where they were asked for.
  public static func bytes(of report: HealthReport, plan: RepairPlan?, outcome: RepairOutcome?) -> [UInt8] {
    var json = JSONWriter(style: .indented)
    json.object { json in
      json.member("schema", "postkeep.queue.check/1")
      json.member("queue_directory", report.directory)
      json.member("messages", report.messages)
      json.member("logs", report.logs)
      json.object("space") { json in write(report.space, to: &json) }
      json.array("findings") { json in
        for finding in report.findings.all { write(finding, of: report, to: &json) }
      }
      json.object("counts") { json in
        for kind in report.findings.kinds { json.member(named: kind.rawValue, report.findings.counts[kind]) }
      }
      json.member("problems", report.problems)
      if let plan { write(plan, outcome, to: &json) }
    }
    return json.drain()
  }

  private static func write(_ space: SpaceReport, to json: inout JSONWriter) {
    json.member("free_bytes", space.space.freeBytes)
    json.member("free_files", space.space.totalFiles > 0 ? space.space.freeFiles : nil)
    json.member("messages_last_hour", space.arrivals.messages)
    json.member("bytes_last_hour", space.arrivals.bytes)
    json.member("time_to_full", space.timeToFull)
  }

  private static func write(_ finding: HealthFinding, of report: HealthReport, to json: inout JSONWriter) {
    json.object { json in
      json.member("name", finding.kind.rawValue)
      json.member("severity", finding.kind.severity.rawValue)
      json.member("path", finding.path)
      if let inode = finding.place?.status.inode { json.member("inode", inode) }
      json.member("what", finding.kind.text.what)
      if !finding.detail.isEmpty { json.member("detail", finding.detail) }
      json.member("consequence", finding.kind.text.consequence)
      json.member("advice", report.advice(on: finding.kind))
      if let repair = finding.repair { json.member("repair", repair.text) }
    }
  }

  private static func write(_ plan: RepairPlan, _ outcome: RepairOutcome?, to json: inout JSONWriter) {
    json.array("plan") { json in
      for step in plan.steps {
        json.object { json in
          json.member("path", step.path)
          json.member("names", step.kinds.map(\.rawValue))
          json.member("repair", step.repair.text)
        }
      }
    }
    guard let outcome else { return }
    json.object("outcome") { json in
      json.member("repaired", outcome.repaired)
      json.member("changed", outcome.changed)
      json.member("failures", outcome.failures)
    }
  }
}

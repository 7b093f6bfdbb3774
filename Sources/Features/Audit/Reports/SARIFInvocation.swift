// How the audit itself went, as SARIF describes it: an invocation with notifications.

import Bytes
import JSONText
import PostfixConfig

struct SARIFInvocation {
  private let run: AuditRun
  private let rules: [Rule]

  init(_ run: AuditRun, _ rules: [Rule]) {
    self.run = run
    self.rules = rules
  }

  func write(to json: inout JSONWriter) {
    json.object { json in
      json.member("executionSuccessful", run.failures.isEmpty)
      json.array("toolExecutionNotifications") { json in
        for failure in run.failures { write("error", failure.description, nil, to: &json) }
        for report in run.reports {
          if report.master == nil {
            let message = "\(report.path(of: .master)) is missing: nothing about services could be told"
            write("warning", message, nil, to: &json)
          }
          for unanswered in report.cannotTell {
            write("warning", "\(report.directory): cannot tell: \(unanswered.reason)", unanswered.rule, to: &json)
          }
          for unanswered in report.skipped {
            write("note", "\(report.directory): skipped: \(unanswered.reason)", unanswered.rule, to: &json)
          }
        }
      }
      json.object("properties") { json in
        json.array("audits") { json in
          for report in run.reports {
            json.object { json in
              json.member("directory", report.directory)
              json.member("postfixVersion", report.version.description)
              json.member("versionSource", report.versionSource.word)
              json.member("profile", report.profile.rawValue)
            }
          }
        }
      }
    }
  }

  private func write(_ level: String, _ message: String, _ rule: Rule?, to json: inout JSONWriter) {
    json.object { json in
      json.member("level", level)
      json.object("message") { $0.member("text", PrintableText.of(message)) }
      if let rule {
        json.object("associatedRule") { json in
          json.member("id", rule.id)
          if let index = rules.firstIndex(where: { $0.id == rule.id }) { json.member("index", index) }
        }
      }
    }
  }
}

// Verdicts and their traces as JSON: postkeep.verdict/1.

public import AccessPolicy
import Bytes
public import JSONText

public enum VerdictJSON {
  public static let schema = "postkeep.verdict/1"

  /// - Parameters:
  ///   - number: the line of a batch, from 1.
  ///   - expected: the outcome that was expected.
  public static func write(
    _ verdict: AccessVerdict, number: Int? = nil, expected: AccessVerdict.Outcome? = nil, to json: inout JSONWriter
  ) {
    json.object { json in
      json.member("schema", schema)
      if let number { json.member("session", number) }
      json.member("service", verdict.service)
      json.member("verdict", verdict.outcome.rawValue)
      if let expected { json.member("expect", expected.rawValue) }
      json.member("code", verdict.reply?.code)
      json.member("reply", verdict.reply?.line)
      json.member("stage", verdict.stage?.rawValue)
      json.key("decided_by")
      write(verdict.decidedBy, to: &json)
      json.member("discarded", verdict.isDiscarded)
      write(verdict.unknowns, "unknown", to: &json)
      write(verdict.trace, to: &json)
    }
  }

  public static func bytes(_ verdict: AccessVerdict) -> [UInt8] {
    var json = JSONWriter(style: .compact)
    write(verdict, to: &json)
    return json.bytes
  }

  static func write(_ decision: AccessVerdict.Decision?, to json: inout JSONWriter) {
    guard let decision else { return json.null() }
    json.object { json in
      json.member("list", decision.list)
      json.member("restriction", decision.restriction)
      json.member("file", decision.place?.file)
      json.member("line", decision.place?.line)
    }
  }

  static func write(_ unknowns: [AccessUnknown], _ name: String, to json: inout JSONWriter) {
    json.array(name) { json in
      for unknown in unknowns {
        json.object { json in
          json.member("kind", unknown.kind.rawValue)
          json.member("subject", unknown.subject)
          json.member("key", unknown.key)
        }
      }
    }
  }

  static func write(_ trace: [TraceStep], to json: inout JSONWriter) {
    json.array("trace") { json in
      for step in trace {
        json.object { json in
          json.member("stage", step.stage.rawValue)
          json.member("list", step.list)
          json.member("restriction", step.restriction)
          json.member("file", step.place?.file)
          json.member("line", step.place?.line)
          json.array("findings") { json in for finding in step.findings { json.value(finding) } }
          json.member("result", step.result)
        }
      }
    }
  }
}

// An answer for programs, one line. docs/schemas/postkeep.verdict-1.schema.json describes every member.

public import AccessPolicy
import Bytes
public import JSONText

struct VerdictJSON {
  static let schema = "postkeep.verdict/1"

  /// Which session of a batch it answers, and what was expected there.
  struct Context {
    let number: Int
    let expected: AccessVerdict.Outcome?
  }

  /// - Parameter showsTrace: whether the steps were followed; null stands for steps that were not.
  static func write(
    _ verdict: AccessVerdict, showsTrace: Bool, context: Context? = nil, to json: inout JSONWriter
  ) {
    json.object { json in
      json.member("schema", schema)
      if let context {
        json.member("session", context.number)
        json.member("expect", context.expected?.rawValue)
      }
      json.member("service", verdict.service)
      json.member("verdict", verdict.outcome.rawValue)
      json.member("code", verdict.reply?.code)
      json.member("reply", verdict.reply?.line)
      json.member("stage", verdict.stage?.rawValue)
      json.member("decided_by", verdict.decidedBy.flatMap { $0.isNamed ? $0 : nil })
      json.member("discarded", verdict.isDiscarded)
      json.member("unknown", verdict.unknowns)
      json.member("trace", showsTrace ? verdict.trace : [])
    }
  }
}

extension AccessVerdict.Decision: JSONWritable {
  public func write(to json: inout JSONWriter) {
    json.object { json in
      json.member("list", list.isEmpty ? nil : list)
      json.member("restriction", restriction)
      json.member("file", place?.file)
      json.member("line", place?.line)
    }
  }
}

extension AccessUnknown: JSONWritable {
  public func write(to json: inout JSONWriter) {
    json.object { json in
      json.member("kind", kind.rawValue)
      json.member("subject", subject)
      json.member("key", key.isEmpty ? nil : key)
    }
  }
}

extension TraceStep: JSONWritable {
  public func write(to json: inout JSONWriter) {
    json.object { json in
      json.member("stage", stage.rawValue)
      json.member("list", list.isEmpty ? nil : list)
      json.member("restriction", restriction)
      json.member("file", place?.file)
      json.member("line", place?.line)
      json.member("findings", findings)
      json.member("result", result)
    }
  }
}

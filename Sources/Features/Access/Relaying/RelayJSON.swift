// The answer about relaying for programs. docs/schemas/postkeep.relay-1.schema.json describes every member.

import AccessPolicy
import Bytes
import JSONText
import PostfixConfig

extension RelayReport {
  static let schema = "postkeep.relay/1"

  public var json: [UInt8] {
    var json = JSONWriter(style: .indented)
    json.object { json in
      json.member("schema", Self.schema)
      json.member("directory", directory)
      json.member("postfix_version", version.description)
      json.array("services") { json in
        for answer in answers { Self.write(answer, to: &json) }
      }
    }
    return json.bytes
  }

  private static func write(_ answer: RelayAnswer, to json: inout JSONWriter) {
    json.object { json in
      json.member("service", answer.service)
      json.member("verdict", answer.verdict.rawValue)
      json.member("decided_by", answer.decidedBy.flatMap { $0.isNamed ? $0 : nil })
      json.member("means", RelayAnswer.Means.allCases.filter(answer.means.contains).map(\.rawValue))
      json.key("example")
      if let example = answer.example { example.write(to: &json) } else { json.null() }
      json.member("trace", answer.trace)
      json.member("unknown", answer.unknowns)
      json.array("remarks") { json in
        for remark in answer.remarks {
          json.object { json in
            json.member("kind", remark.kind.rawValue)
            json.member("text", remark.text)
            json.member("file", remark.place?.file)
            json.member("line", remark.place?.line)
          }
        }
      }
      json.member("problem", answer.problem?.text)
    }
  }
}

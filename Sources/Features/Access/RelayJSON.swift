// The answers to the question of relaying as JSON: postkeep.relay/1.

public import AccessPolicy
import Bytes
import JSONText

public enum RelayJSON {
  public static let schema = "postkeep.relay/1"

  public static func bytes(_ answers: [RelayAnswer], of directory: AccessDirectory) -> [UInt8] {
    var json = JSONWriter(style: .indented)
    json.object { json in
      json.member("schema", schema)
      json.member("directory", directory.path)
      json.member("postfix_version", "\(directory.version)")
      json.array("services") { json in for answer in answers { write(answer, to: &json) } }
    }
    return json.bytes
  }

  private static func write(_ answer: RelayAnswer, to json: inout JSONWriter) {
    json.object { json in
      json.member("service", answer.service)
      json.member("verdict", answer.verdict.rawValue)
      json.key("decided_by")
      VerdictJSON.write(answer.decidedBy, to: &json)
      json.array("means") { json in for means in answer.means.map(\.rawValue).sorted() { json.value(means) } }
      json.key("example")
      if let example = answer.example { json.value(example) } else { json.null() }
      VerdictJSON.write(answer.unknowns, "unknown", to: &json)
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
      json.member("problem", answer.problem)
      VerdictJSON.write(answer.trace, to: &json)
    }
  }
}

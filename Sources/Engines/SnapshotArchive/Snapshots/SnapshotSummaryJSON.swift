// The summary as the last line of the index.

import Bytes
public import JSONText

extension SnapshotSummary {
  public func writeMembers(to json: inout JSONWriter) {
    json.member("messages", messages)
    json.member("logs", logs)
    json.member("bytes", bytes)
    json.member("stored", stored)
    json.member("finished", finished)
    json.member("damaged", damaged)
    json.member("gone", gone)
    json.member("problems", problems)
    json.member("guarantee", guarantee.rawValue)
    json.member("end_ms", end)
  }

  init(_ cursor: inout JSONCursor) throws(JSONError) {
    var summary = SnapshotSummary()
    try cursor.object { (cursor, name) throws(JSONError) in
      if name == "messages" {
        summary.messages = try cursor.count()
      } else if name == "logs" {
        summary.logs = try cursor.count()
      } else if name == "bytes" {
        summary.bytes = try cursor.count()
      } else if name == "stored" {
        summary.stored = try cursor.count()
      } else if name == "finished" {
        summary.finished = try cursor.count()
      } else if name == "damaged" {
        summary.damaged = try cursor.count()
      } else if name == "gone" {
        summary.gone = try cursor.count()
      } else if name == "problems" {
        summary.problems = try cursor.texts().map(\.description)
      } else if name == "guarantee" {
        summary.guarantee = SnapshotGuarantee(rawValue: try cursor.text().description) ?? .bestEffort
      } else if name == "end_ms" {
        summary.end = try cursor.integer()
      } else {
        try cursor.skip()
      }
    }
    self = summary
  }
}

extension JSONCursor {
  fileprivate mutating func count() throws(JSONError) -> Int { max(0, Int(clamping: try integer())) }
}

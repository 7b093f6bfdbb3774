// What a purge has done, in one line.

import Bytes
import JSONText
public import RunJournals

extension PurgeReport {
  /// One line for cron; nil when there is nothing to tell.
  public func summary(at place: RunPlace) -> String? {
    guard removed > 0 || hasLeftSome else { return nil }
    var text = removed > 0 ? "removed \(Quantity.messages(removed)), \(SizeText.bytes(bytes))" : "removed nothing"
    if gone > 0 { text += "; \(Quantity.leftByThemselves(gone))" }
    if inDelivery > 0 { text += "; \(Self.leftAlone(inDelivery))" }
    if !left.isEmpty { text += "; \(left.count) left in the queue" }
    let them = removed == 1 ? "it" : "them"
    return removed > 0 ? text + "; to put \(them) back: \(place.command("queue undo", run))" : text
  }

  /// "1 in delivery was left alone".
  public static func leftAlone(_ count: Int) -> String {
    "\(count) in delivery \(count == 1 ? "was" : "were") left alone"
  }
}

extension PurgeReport {
  public var json: [UInt8] {
    var json = JSONWriter()
    json.object { json in
      json.member("schema", "postkeep.queue.purge/1")
      json.member("run", run.isEmpty ? nil : run)
      json.member("removed", removed)
      json.member("bytes", bytes)
      json.member("gone", gone)
      json.member("in_delivery", inDelivery)
      Self.write(left, to: &json)
      if !problems.isEmpty { json.array("problems") { json in for problem in problems { json.value(problem) } } }
    }
    return json.bytes
  }

  /// The member for what was left as it was.
  static func write(_ left: [(id: ByteString, why: String)], to json: inout JSONWriter) {
    json.array("left") { json in
      for (id, why) in left {
        json.object { json in
          json.member("id", id)
          json.member("why", why)
        }
      }
    }
  }
}

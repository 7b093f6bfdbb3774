// A plan for programs.

import Bytes
import JSONText
import MessageSelections
import PostfixQueue

extension QueuePlan {
  /// - Parameter refusal: why it would not be carried out; nil when it would.
  public func json(refusal: String?) -> [UInt8] {
    var json = JSONWriter()
    json.object { json in
      json.member("schema", "postkeep.queue.plan/1")
      json.member("selected", count)
      json.member("total", total)
      json.member("bytes", bytes)
      json.member("in_delivery", inDelivery)
      json.member("undecided", undecided.count)
      json.member("refusal", refusal)
      json.member("ids", messages.map(\.name))
      json.member("missing", missing)
    }
    return json.bytes
  }
}

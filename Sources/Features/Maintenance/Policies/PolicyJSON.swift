// What became of a policy, as a line for programs: postkeep.queue.policy/1. A policy that could not do its work has one, too:
// whoever watches a job sees that it was there.

import Bytes
import JSONText
import MessageSelections

extension PolicyRun.Result {
  private enum State: String { case planned, done, refused, locked, failed }

  private func state(isApplied: Bool) -> State {
    if let failure { return failure.kind == .locked ? .locked : .failed }
    return refusal != nil ? .refused : isApplied ? .done : .planned
  }

  public func json(isApplied: Bool) -> [UInt8] {
    let state = state(isApplied: isApplied)
    var json = JSONWriter()
    json.object { json in
      json.member("schema", "postkeep.queue.policy/1")
      json.member("policy", policy)
      json.member("state", state.rawValue)
      json.member("failure", failure?.description)
      json.member("selected", selected)
      json.member("applied", state == .done)
      // A purge that fails half way has removed some: its run tells how many.
      json.member("changed", isApplied && state == .failed ? nil : changed)
      PurgeReport.write(left, to: &json)
      json.member("run", run)
      json.member("refusal", refusal)
      json.member("in_delivery", inDelivery)
      json.member("undecided", undecided.count)
    }
    return json.bytes
  }
}

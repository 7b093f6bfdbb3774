// A line of a plan.

import Bytes
public import JSONText
import PostfixQueue
import SnapshotArchive

extension PlannedMessage {
  public func write(to json: inout JSONWriter) {
    json.object { json in
      json.member("schema", "postkeep.restore.message/1")
      json.member("number", number)
      json.member("id", message.id)
      json.member("path", message.path)
      switch decision {
      case .place(let queue, let reason):
        json.member("decision", "place")
        json.member("queue", queue.rawValue)
        json.member("hold", reason?.rawValue)
      case .skip(let reason):
        json.member("decision", "skip")
        json.member("reason", reason.rawValue)
      }
      json.member("sender", message.sender)
      json.member("earlier", earlier)
      json.member("fresh_from", freshTime?.lowerBound)
      json.member("fresh_to", freshTime?.upperBound)
      json.array("recipients") { json in for recipient in recipients { recipient.write(to: &json) } }
    }
  }

  /// Nil for a line that is none, and for one about a message that the snapshot does not have.
  /// - Parameter messages: those of the snapshot, by their paths.
  init?(_ json: JSONValue, of messages: [ByteString: IndexedMessage]) {
    guard let number = json["number"]?.integer.flatMap({ Int(exactly: $0) }),
      let path = json["path"]?.text, let message = messages[ByteString(path)]
    else { return nil }
    self.number = number
    self.message = message
    switch json["decision"]?.text {
    case "place":
      guard let queue = json["queue"]?.text.flatMap(QueueName.init(rawValue:)) else { return nil }
      decision = .place(queue, json["hold"]?.text.flatMap(RestoreDecision.HoldReason.init(rawValue:)))
    case "skip":
      guard let reason = json["reason"]?.text.flatMap(RestoreDecision.SkipReason.init(rawValue:)) else { return nil }
      decision = .skip(reason)
    default: return nil
    }
    earlier = json["earlier"]?.text.map { ByteString($0) }
    if let from = json["fresh_from"]?.integer.flatMap({ Int(exactly: $0) }),
      let end = json["fresh_to"]?.integer.flatMap({ Int(exactly: $0) }), from <= end
    {
      freshTime = from..<end
    } else {
      freshTime = nil
    }
    recipients = (json["recipients"]?.elements ?? []).compactMap(RecipientState.init)
  }
}

extension RecipientState {
  func write(to json: inout JSONWriter) {
    json.object { json in
      json.member("address", address)
      json.member("state", state.rawValue)
      json.member("time", time)
      json.member("detail", detail)
      json.member("offset", offset)
    }
  }

  init?(_ json: JSONValue) {
    guard let state = json["state"]?.text.flatMap(State.init(rawValue:)),
      let offset = json["offset"]?.integer.flatMap({ Int(exactly: $0) })
    else { return nil }
    self.init(
      address: ByteString(json["address"]?.text ?? ""), offset: offset, state: state, time: json["time"]?.integer,
      detail: json["detail"]?.text ?? "")
  }
}

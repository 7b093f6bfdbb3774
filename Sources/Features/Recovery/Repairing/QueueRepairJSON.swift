// A repair for programs, with every id, change and thing left alone.

public import JSONText
import PostfixQueue
public import QueueStore
import SystemAccess

extension QueueRepairReport {
  public var json: [UInt8] {
    var json = JSONWriter()
    json.object { json in
      json.member("schema", "postkeep.queue.repair/1")
      json.member("queue_directory", directory)
      json.member("applied", outcome != nil)
      json.member("complete", isComplete)
      json.member("messages", plan.messages)
      json.object("counts") { json in
        for kind in MendingChange.Kind.allCases { json.member(named: kind.rawValue, count(kind)) }
      }
      json.array("ids") { json in
        for id in ids {
          json.object { json in
            json.member("queue", id.queue.rawValue)
            json.member("old", id.old)
            json.member("new", id.new)
          }
        }
      }
      json.member("changes", plan.changes)
      json.member("left", left)
      json.member("changed_meanwhile", outcome?.changed)
      json.member("failures", failures)
    }
    return json.bytes
  }
}

extension MendingChange: JSONWritable {
  /// One object: also a line of a journal.
  public func write(to json: inout JSONWriter) {
    json.object { json in
      json.member("kind", kind.rawValue)
      json.member("path", path)
      json.member("target", target)
      json.member("detail", detail.isEmpty ? nil : detail)
      if let before {
        json.member("owner_before", before.owner)
        json.member("group_before", before.group)
        json.member("mode_before", before.mode)
      }
    }
  }
}

extension MendingLeft: JSONWritable {
  public func write(to json: inout JSONWriter) {
    json.object { json in
      json.member("reason", reason.rawValue)
      json.member("path", path)
      json.member("detail", detail.isEmpty ? nil : detail)
      json.member("text", reason.text)
    }
  }
}

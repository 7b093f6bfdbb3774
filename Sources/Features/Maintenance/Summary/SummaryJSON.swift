// A summary for programs: postkeep.queue.summary/1.

import Bytes
import JSONText
import MailAddresses
import PostfixQueue
import QueueStore

extension QueueSummary {
  public var json: [UInt8] {
    var json = JSONWriter(style: .indented)
    json.object { json in
      json.member("schema", "postkeep.queue.summary/1")
      json.member("time", now)
      json.member("queue_directory", directory)
      json.object("queues") { json in
        for (queue, part) in parts {
          json.key(named: queue.rawValue)
          json.object { part.write(to: &$0) }
        }
      }
      json.object("total") { total.write(to: &$0) }
      json.object("age") { json in
        json.member("p50", ages.quantile(500))
        json.member("p90", ages.quantile(900))
        json.member("p99", ages.quantile(990))
      }
      json.member("held", attention.held)
      json.member("bounces", attention.bounces)
      json.member("damaged", attention.damaged)
      json.member("marked_expired", attention.expired)
      json.member("expiring_within_day", attention.expiringSoon)
      json.member("overdue", attention.overdue)
      json.member("unseen_files", unseenFiles)
      for (name, rows) in [("reasons", reasons), ("destinations", destinations), ("senders", senders)] {
        json.key(named: name)
        json.array { json in
          for row in rows {
            json.object { json in
              json.member("name", ByteString(PrintableAddress.text(row.name.bytes)))
              json.member("count", row.count)
            }
          }
        }
      }
      json.member("complete", scan.isProven && scan.problems.isEmpty)
    }
    return json.bytes
  }
}

extension QueueSummary.Part {
  fileprivate func write(to json: inout JSONWriter) {
    json.member("messages", count)
    json.member("bytes", bytes)
    json.member("oldest", oldest)
    json.member("next_attempt", nextAttempt)
    json.member("due", due)
  }
}

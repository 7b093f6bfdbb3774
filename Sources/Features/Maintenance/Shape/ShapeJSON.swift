// A shape for programs: postkeep.queue.shape/1.

import Bytes
import JSONText
import MailAddresses
import MessageSelections
import PostfixQueue
import QueueStore

extension QueueShape {
  /// - Parameters:
  ///   - limit: how many rows; nil for all.
  ///   - output: is given it piece by piece.
  public func writeJSON(rows limit: Int?, to output: ([UInt8]) -> Void) {
    var json = JSONWriter(style: .indented)
    json.object { json in
      json.member("schema", "postkeep.queue.shape/1")
      json.member("time", now)
      json.member("by", table.dimension.rawValue)
      json.member("counts", table.dimension.countsMessages ? "messages" : "recipients")
      json.array("queues") { json in
        for queue in queues { json.value(queue.rawValue) }
      }
      json.array("buckets") { json in
        for (start, end) in zip([0] + table.buckets.ends, table.buckets.ends.map(Optional.some) + [nil]) {
          json.object { json in
            json.member("from_minutes", start)
            json.member("to_minutes", end)
          }
        }
      }
      json.object("total") { Self.write(table.total, to: &$0) }
      json.member("row_count", table.rows.count)
      json.array("rows") { json in
        for row in table.rows.prefix(limit ?? Int.max) {
          json.object { json in
            json.member("name", ByteString(PrintableAddress.text(row.name.bytes)))
            Self.write(row, to: &json)
          }
          if json.bytes.count >= 1 << 16 { output(json.drain()) }
        }
      }
      json.member("undecided", undecided.count)
      json.member("complete", scan.isProven && scan.problems.isEmpty && undecided.count == 0)
    }
    output(json.bytes)
  }

  public func json(rows limit: Int?) -> [UInt8] {
    var bytes: [UInt8] = []
    writeJSON(rows: limit) { bytes += $0 }
    return bytes
  }

  private static func write(_ row: ShapeTable.Row, to json: inout JSONWriter) {
    json.member("count", row.sum)
    json.array("by_age") { json in
      for count in row.counts { json.value(count) }
    }
  }
}

// The sum of a record: SQLite finds a damaged page where its parts do not fit together, but not a bit of a value.

import Bytes
import JSONText
import SystemAccess

enum RecordSum {
  /// Over all that the record says.
  static func of(_ record: SnapshotRecord) -> Int64 {
    var json = JSONWriter()
    json.object { json in
      json.member("file", record.fileName)
      json.member("size", record.fileSize)
      json.member("modified", record.fileModified.seconds)
      json.member("modified_ns", record.fileModified.nanoseconds)
      json.member("id", record.id)
      json.member("host", record.host)
      json.member("queue", record.queueDirectory)
      json.member("created", record.created)
      json.member("window_end", record.windowEnd)
      json.member("base", record.base)
      json.member("guarantee", record.guarantee)
      json.member("reason", record.reason)
      json.member("messages", record.messages)
      json.member("stored", record.storedFiles)
      json.member("bytes", record.bytes)
      json.member("finished", record.finished)
      json.member("damaged", record.damaged)
      json.member("tags", record.tags)
      json.member("configuration", record.hasConfiguration)
      json.member("secrets", record.hasSecrets)
      json.member("postfix", record.postfix)
      json.member("encryption", record.encryption?.rawValue)
      json.member("signed", record.isSigned)
      json.member("verified", record.verification?.time)
      json.member("verified_good", record.verification?.isGood)
      json.member("problem", record.problem)
      json.member("selection", record.selection)
    }
    return Int64(bitPattern: FNVHash.of(json.bytes))
  }
}

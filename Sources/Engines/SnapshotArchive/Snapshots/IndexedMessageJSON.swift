// A message as a line of the index. Members that have their usual value are left out.

import Bytes
import JSONText
import PostfixQueue
import SystemAccess

extension IndexedMessage {
  static let blank = IndexedMessage(
    path: .empty, stamp: .blank, mode: 0o700, owner: 0, group: 0, digest: SHA256Sum(), arrival: nil, sender: nil,
    toDo: [],
    done: [], isDamaged: false, logs: [])

  func writeMembers(to json: inout JSONWriter) {
    json.member("path", path)
    stamp.writeMembers(to: &json)
    if mode != 0o700 { json.member("mode", mode) }
    json.member("owner", owner)
    json.member("group", group)
    json.member("sha256", digest.digits)
    elsewhere?.writeMembers(to: &json)
    if let arrival { json.member("arrival", arrival) }
    if let arrivalMicroseconds { json.member("arrival_us", arrivalMicroseconds) }
    if let sender { json.member("sender", sender) }
    json.member("to_do", toDo)
    if !done.isEmpty { json.member("done", done) }
    if isDamaged { json.member("damaged", true) }
    guard !logs.isEmpty else { return }
    json.array("logs") { json in
      for log in logs { json.object { log.writeMembers(to: &$0) } }
    }
  }

  mutating func read(_ name: JSONCursor.Name, _ cursor: inout JSONCursor) throws(JSONError) {
    if name == "path" {
      path = try cursor.text()
    } else if name == "mode" {
      mode = UInt32(clamping: try cursor.integer())
    } else if name == "owner" {
      owner = UInt32(clamping: try cursor.integer())
    } else if name == "group" {
      group = UInt32(clamping: try cursor.integer())
    } else if name == "sha256" {
      digest = try cursor.sum()
    } else if name == "arrival" {
      arrival = try cursor.integer()
    } else if name == "arrival_us" {
      arrivalMicroseconds = try cursor.integer()
    } else if name == "sender" {
      sender = try cursor.text()
    } else if name == "to_do" {
      toDo = try cursor.texts()
    } else if name == "done" {
      done = try cursor.texts()
    } else if name == "damaged" {
      isDamaged = try cursor.bool()
    } else if name == "logs" {
      var logs: [IndexedLog] = []
      try cursor.array { (cursor) throws(JSONError) in
        if let log = try IndexedLog(&cursor) { logs.append(log) }
      }
      self.logs = logs
    } else if try !stamp.read(name, &cursor), try !StoredElsewhere.read(name, &cursor, into: &elsewhere) {
      try cursor.skip()
    }
  }
}

extension IndexedLog {
  fileprivate func writeMembers(to json: inout JSONWriter) {
    json.member("kind", kind.rawValue)
    stamp.writeMembers(to: &json)
    json.member("sha256", digest.digits)
    elsewhere?.writeMembers(to: &json)
  }

  /// Nil for a kind of log that this version does not know.
  fileprivate init?(_ cursor: inout JSONCursor) throws(JSONError) {
    var log = IndexedLog(kind: .defer, stamp: .blank, digest: SHA256Sum())
    var kind: LogName?
    try cursor.object { (cursor, name) throws(JSONError) in
      if name == "kind" {
        kind = LogName(rawValue: try cursor.text().description)
      } else if name == "sha256" {
        log.digest = try cursor.sum()
      } else if try !log.stamp.read(name, &cursor), try !StoredElsewhere.read(name, &cursor, into: &log.elsewhere) {
        try cursor.skip()
      }
    }
    guard let kind else { return nil }
    log.kind = kind
    self = log
  }
}

extension FileStamp {
  static let blank = FileStamp(
    inode: 0, size: 0, modified: FileStatus.Time(seconds: 0), changed: FileStatus.Time(seconds: 0))

  fileprivate func writeMembers(to json: inout JSONWriter) {
    json.member("inode", inode)
    json.member("size", size)
    json.member("modified", modified.seconds)
    if modified.nanoseconds != 0 { json.member("modified_ns", modified.nanoseconds) }
    json.member("changed", changed.seconds)
    if changed.nanoseconds != 0 { json.member("changed_ns", changed.nanoseconds) }
  }

  /// False for a member that is none of a stamp.
  mutating func read(_ name: JSONCursor.Name, _ cursor: inout JSONCursor) throws(JSONError) -> Bool {
    if name == "inode" {
      inode = UInt64(clamping: try cursor.integer())
    } else if name == "size" {
      size = Int(clamping: try cursor.integer(in: 0...Int64.max))
    } else if name == "modified" {
      modified.seconds = try cursor.integer()
    } else if name == "modified_ns" {
      modified.nanoseconds = try cursor.integer(in: 0...999_999_999)
    } else if name == "changed" {
      changed.seconds = try cursor.integer()
    } else if name == "changed_ns" {
      changed.nanoseconds = try cursor.integer(in: 0...999_999_999)
    } else {
      return false
    }
    return true
  }
}

extension StoredElsewhere {
  fileprivate func writeMembers(to json: inout JSONWriter) {
    json.member("stored_in", snapshot)
    json.member("stored_as", path)
  }

  fileprivate static func read(
    _ name: JSONCursor.Name, _ cursor: inout JSONCursor, into place: inout StoredElsewhere?
  ) throws(JSONError) -> Bool {
    if name == "stored_in" {
      place = StoredElsewhere(snapshot: try cursor.text().description, path: place?.path ?? .empty)
    } else if name == "stored_as" {
      place = StoredElsewhere(snapshot: place?.snapshot ?? "", path: try cursor.text())
    } else {
      return false
    }
    return true
  }
}

extension JSONCursor {
  fileprivate mutating func sum() throws(JSONError) -> SHA256Sum {
    guard let sum = SHA256Sum(digits: try text()) else {
      throw JSONError(offset: 0, message: "a sum of other than 64 digits")
    }
    return sum
  }

  fileprivate mutating func integer(in range: ClosedRange<Int64>) throws(JSONError) -> Int64 {
    let number = try integer()
    guard range.contains(number) else { throw JSONError(offset: 0, message: "\(number) is no size and no time") }
    return number
  }

  mutating func texts() throws(JSONError) -> [ByteString] {
    var texts: [ByteString] = []
    try array { (cursor) throws(JSONError) in texts.append(try cursor.text()) }
    return texts
  }
}

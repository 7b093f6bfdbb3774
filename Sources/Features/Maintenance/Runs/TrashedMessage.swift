// What a run's index says about one message in its trash.

import Bytes
import JSONText
import PostfixQueue
import QueueStore
import SystemAccess

struct TrashedMessage: Sendable {
  let folder: FolderName
  let name: ByteString
  let status: FileStatus
  let arrival: Int64
  let sender: ByteString
  /// Lower case hexadecimal SHA-256 of the file.
  let digest: String
  let logs: [LogName]
  /// The number of the archive that holds it.
  let part: Int

  /// "queue/deferred/A/A1B2C3".
  var archivePath: ByteString { ByteString(path: "queue", folder.path, name: name.bytes[...]) }
  static func archivePath(of log: LogName, _ name: ByteString) -> ByteString {
    ByteString(path: "log", log.rawValue, name: name.bytes[...])
  }

  /// Where a message lay; nil for a log.
  static func place(ofArchivePath path: ByteString) -> (FolderName, ByteString)? {
    let words = path.bytes.split(separator: UInt8(ascii: "/")).map { ByteString($0) }
    guard words.count >= 3, words[0] == "queue", let queue = QueueName(rawValue: words[1].description) else {
      return nil
    }
    return (FolderName(queue, hash: Array(words[2..<(words.count - 1)])), words[words.count - 1])
  }

  func write(to json: inout JSONWriter) {
    json.object { json in
      json.member("id", name)
      folder.writeMembers(to: &json)
      json.member("inode", status.inode)
      json.member("mode", status.mode)
      json.member("owner", status.owner)
      json.member("group", status.group)
      json.member("size", status.size)
      json.member("modified", status.modified.seconds)
      json.member("arrival", arrival)
      json.member("sender", sender)
      json.member("sha256", digest)
      json.member("logs", logs.map(\.rawValue))
      json.member("part", part)
    }
  }

  /// Nil for a line that is not ours.
  init?(_ json: JSONValue) {
    func number(_ name: String) -> Int64? { json[name]?.integer.map { Int64($0) } }
    guard let name = json["id"]?.text, let folder = FolderName(members: json),
      let inode = number("inode").flatMap(UInt64.init(exactly:)), let size = number("size").flatMap(Int.init(exactly:)),
      let part = number("part").flatMap(Int.init(exactly:)), let digest = json["sha256"]?.text
    else { return nil }
    self.name = ByteString(name)
    self.folder = folder
    func small(_ name: String) -> UInt32 { number(name).flatMap(UInt32.init(exactly:)) ?? 0 }
    status = FileStatus(
      inode: inode, mode: small("mode"), owner: small("owner"), group: small("group"), size: size,
      modified: FileStatus.Time(seconds: number("modified") ?? 0))
    arrival = number("arrival") ?? 0
    sender = ByteString(json["sender"]?.text ?? "")
    self.digest = digest
    logs = (json["logs"]?.elements ?? []).compactMap { $0.text.flatMap(LogName.init(rawValue:)) }
    self.part = part
  }

  init(
    _ folder: FolderName, _ name: ByteString, _ status: FileStatus, arrival: Int64, sender: ByteString, digest: String,
    logs: [LogName], part: Int
  ) {
    self.folder = folder
    self.name = name
    self.status = status
    self.arrival = arrival
    self.sender = sender
    self.digest = digest
    self.logs = logs
    self.part = part
  }
}

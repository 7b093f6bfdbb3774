// A planned message as a line of a run's plan.

import Bytes
import JSONText
import QueueStore

extension PlannedMessage {
  func write(to json: inout JSONWriter) {
    json.object { json in
      json.member("id", name)
      folder.writeMembers(to: &json)
      json.member("inode", inode)
      json.member("arrival", arrival)
      json.member("sender", sender)
      json.member("size", size)
    }
  }

  /// Nil for a line that is not ours.
  init?(_ json: JSONValue) {
    guard let name = json["id"]?.text, let folder = FolderName(members: json),
      let inode = json["inode"]?.integer.flatMap({ UInt64(exactly: $0) }), let arrival = json["arrival"]?.integer,
      let size = json["size"]?.integer.flatMap({ Int(exactly: $0) })
    else { return nil }
    self.init(
      folder: folder, name: ByteString(name), inode: inode, arrival: Int64(arrival),
      sender: ByteString(json["sender"]?.text ?? ""), size: size)
  }
}

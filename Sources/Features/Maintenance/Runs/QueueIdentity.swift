// Which queue a run is about, where a path alone does not say: two hosts may keep their runs in one directory, and have queues
// of the same path.

import JSONText
import QueueStore
import SnapshotArchive
import SystemAccess

struct QueueIdentity: Hashable, Sendable {
  let host: String
  /// Of the machine id, which is nobody's business itself; nil where there is none.
  let machine: String?
  /// Of the queue directory.
  let inode: UInt64

  init(_ store: QueueStore) throws(SystemError) {
    host = Host.name
    machine = Host.machineID.map {
      String(SHA256Digest.text(of: SHA256Digest.of(Array("postkeep \($0)".utf8))).prefix(16))
    }
    inode = try store.status().inode
  }

  /// Nil for a run of an earlier version, which did not say.
  init?(_ json: JSONValue?) {
    guard let json, let host = json["host"]?.text, let inode = json["queue_inode"]?.integer,
      let inode = UInt64(exactly: inode)
    else { return nil }
    self.host = host
    machine = json["machine"]?.text
    self.inode = inode
  }

  func write(to json: inout JSONWriter) {
    json.member("host", host)
    json.member("machine", machine)
    json.member("queue_inode", inode)
  }

  /// Why a queue is not the one of this identity; nil when it is.
  func difference(to now: QueueIdentity) -> String? {
    if host != now.host { return "it was begun on the host \(host), and this is \(now.host)" }
    if let machine, let other = now.machine, machine != other {
      return "it was begun on another machine called \(host)"
    }
    return inode == now.inode ? nil : "the directory of the queue is another one than it was then"
  }
}

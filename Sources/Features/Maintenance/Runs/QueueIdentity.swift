// On which host the queue of a run is, since a path alone does not say: two hosts may keep their runs in one directory, and
// have queues of the same path.

import JSONText
import SnapshotArchive
import SystemAccess

struct QueueIdentity: Hashable, Sendable {
  let host: String
  /// Made of the machine id, which is nobody's business itself; nil where there is none.
  let machine: String?

  init(host: String, machine: String?) {
    self.host = host
    self.machine = machine
  }

  /// This host's. A queue that was copied to its place on the same host is the same one.
  static var current: QueueIdentity {
    let machine = Host.machineID.map { SHA256Digest.text(of: SHA256Digest.of(Array("postkeep \($0)".utf8))).prefix(16) }
    return QueueIdentity(host: Host.name, machine: machine.map { String($0) })
  }

  /// Nil for a run of an earlier version, which did not say.
  init?(_ json: JSONValue?) {
    guard let json, let host = json["host"]?.text else { return nil }
    self.init(host: host, machine: json["machine"]?.text)
  }

  func write(to json: inout JSONWriter) {
    json.member("host", host)
    json.member("machine", machine)
  }

  /// Why a queue is not the one of this identity; nil when it may be.
  func difference(to now: QueueIdentity) -> String? {
    if host != now.host { return "it was begun on the host \(host), and this is \(now.host)" }
    guard let machine, let other = now.machine, machine != other else { return nil }
    return "it was begun on another machine with the name \(host)"
  }
}

// Where a message lay, as members of a line of a plan or an index.

import Bytes
import JSONText
import PostfixQueue
import QueueStore

extension FolderName {
  func writeMembers(to json: inout JSONWriter) {
    json.member("queue", queue.rawValue)
    json.member("hash", hash.map(\.description).joined(separator: "/"))
  }

  /// Nil for a line without a queue.
  convenience init?(members json: JSONValue) {
    guard let queue = json["queue"]?.text.flatMap(QueueName.init(rawValue:)) else { return nil }
    self.init(queue, hash: (json["hash"]?.text ?? "").split(separator: "/").map { ByteString(String($0)) })
  }
}

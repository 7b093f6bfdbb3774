// What a transfer is made of, in short: how many messages, and one sum of all of them.
//
// The sum is the SHA-256 of the sums of the messages, in hexadecimal digits, sorted, each followed by a line feed. Both
// hosts make it from what they have, so that it proves that they mean the same messages.

import Bytes
import JSONText
public import SnapshotArchive

public struct TransferContent: Hashable, Sendable {
  public let count: Int
  public let digest: SHA256Sum

  /// - Parameter digests: of the messages, in any order.
  init(of digests: [SHA256Sum]) {
    count = digests.count
    let lines = digests.map(\.digits).sorted().map { $0.bytes + [0x0A] }
    digest = SHA256Digest.sum(of: Array(lines.joined()))
  }

  func writeMembers(to json: inout JSONWriter) {
    json.member("count", count)
    json.member("sha256", digest.digits)
  }

  /// Nil for a line without them.
  init?(members json: JSONValue) {
    guard let count = json["count"]?.integer.flatMap({ Int(exactly: $0) }), count >= 0,
      let digest = json["sha256"]?.text.flatMap({ SHA256Sum(digits: ByteString($0)) })
    else { return nil }
    self.count = count
    self.digest = digest
  }
}

// Where mail of a test arrives: smtp-sink(1) on loopback, which keeps every message with its recipients.

import Glibc
import SystemAccess
import TestSupport

final class MailSink {
  let port: UInt16
  private let directory: PrivateDirectory
  private let child: ChildProcess

  init() throws {
    directory = try PrivateDirectory()
    port = try LoopbackSocket.freePort()
    let owners = try QueueOwners.installed()
    mkdir("\(directory.path)/mail", 0o700)
    chown("\(directory.path)/mail", owners.user, owners.group)
    child = try ChildProcess(
      "/bin/sh",
      [
        "-c", "cd \"$1\" && exec smtp-sink -u postfix -d '%H%M%S.' 127.0.0.1:$2 200 </dev/null >/dev/null 2>&1", "sink",
        "\(directory.path)/mail", "\(port)",
      ], environment: ["PATH=/usr/sbin:/usr/bin:/sbin:/bin"], channels: [])
  }

  func stop() { child.end() }

  /// How often each recipient got each message: "message-id recipient".
  func deliveries() throws -> [String: Int] {
    var counts: [String: Int] = [:]
    for name in try FileReading.names(inDirectory: "\(directory.path)/mail") {
      let text = String(decoding: try FileReading.contents(of: "\(directory.path)/mail/\(name)"), as: UTF8.self)
      var recipients: [Substring] = []
      var messageID: Substring?
      for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
        if line.hasPrefix("X-Rcpt-Args: <") { recipients.append(line.dropFirst(14).prefix { $0 != ">" }) }
        if messageID == nil, line.lowercased().hasPrefix("message-id: ") { messageID = line.dropFirst(12) }
        if line.isEmpty { break }
      }
      // One that is being written has no header yet.
      guard let messageID else { continue }
      for recipient in recipients { counts["\(messageID) \(recipient)", default: 0] += 1 }
    }
    return counts
  }
}

// The running Postfix of a drill: what its queue lists, whether it is empty, what its log tells.

import Bytes
import JSONText
import MailLogs
import PostfixLog
import PostfixQueue
import QueueStore
import SystemAccess

struct DrillInstance {
  /// Its configuration directory.
  let configuration: String
  let log: String
  let store: QueueStore

  struct Listed {
    let queue: String
    let recipients: Set<ByteString>
  }

  /// What postqueue(1) lists, by id; an id that it lists twice has two.
  func listing() throws -> (messages: [ByteString: [Listed]], unreadable: Int) {
    let result = try Subprocess.run("postqueue", ["-c", configuration, "-j"])
    guard result.status == 0 else {
      let said = result.lastErrorLine ?? ""
      throw RecoveryFailure(.unreadable, "postqueue -j ended with status \(result.status): \(said)")
    }
    var messages: [ByteString: [Listed]] = [:]
    var unreadable = 0
    for line in result.output.split(separator: 0x0A) {
      // A reason that is no UTF-8 is printed as it is.
      let text = Array(String(decoding: line, as: UTF8.self).utf8)
      guard let json = try? JSONReader().read(text), let id = json["queue_id"]?.text,
        let recipients = json["recipients"]?.elements
      else {
        unreadable += 1
        continue
      }
      let addresses = recipients.compactMap { $0["address"]?.text }
        .map { LoggedRecipient(logged: ByteString($0)).address }
      messages[ByteString(id), default: []].append(
        Listed(queue: json["queue_name"]?.text ?? "", recipients: Set(addresses)))
    }
    return (messages, unreadable)
  }

  /// Makes the queue manager try everything again.
  func flush() throws { _ = try Subprocess.run("postqueue", ["-c", configuration, "-f"]) }

  /// How many messages are in the queues that Postfix delivers from.
  func waiting() -> Int {
    let (outcome, visitors) = store.scan(QueueName.listed, visitor: { CountVisitor() }, take: { _ in true })
    return max(visitors.reduce(0) { $0 + $1.count }, outcome.problems.isEmpty ? 0 : 1)
  }

  /// Why a program of Postfix gave up; nil when none did.
  var fatalLine: String? {
    let content = (try? FileReading.contents(of: log, limit: 1 << 30)) ?? []
    guard let place = content.firstOccurrence(of: Array(" fatal: ".utf8)) else { return nil }
    let end = content[place.upperBound...].firstIndex(of: 0x0A) ?? content.endIndex
    return PrintableText.of(String(decoding: content[place.upperBound..<end], as: UTF8.self))
  }

  /// Everything that the log says about messages.
  func history() throws -> DeliveryHistory {
    var history = DeliveryHistory(of: .all, instance: ByteString(DrillConfiguration.instance))
    var log = try MailLog(files: [log], now: LocalTime.now)
    _ = try log.read(into: &history)
    return history
  }
}

/// Counts messages and opens none.
private struct CountVisitor: MessageVisitor {
  var count = 0

  func reads(_ name: @autoclosure () -> ByteString) -> Bool { false }
  mutating func visit(_ file: QueuedFile, _ window: inout QueueFileWindow) { count += 1 }
  mutating func passOver() { count += 1 }
  mutating func takeOutput() {}
}

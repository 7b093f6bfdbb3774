// A queue whose one message a test writes byte by byte, listed by the real postqueue and by us.

import Bytes
import Glibc
import JSONText
import Maintenance
import MessageSelections
import QueueStore
import SystemAccess
import TestSupport
import Testing

struct HandmadeQueue {
  static let id = "4jYR3d3YTQz2NPSf"

  let postfix: PrivatePostfix

  init(_ settings: [String] = []) throws {
    var options = PrivatePostfixOptions()
    options.queue.hashDepth = 0
    options.settings = settings
    postfix = try PrivatePostfix(options)
  }

  var store: QueueStore {
    get throws { try QueuePlace.open(configuration: postfix.configurationDirectory, queue: nil) }
  }

  /// A message to these recipients, whose record begins at the place that is given.
  static func file(
    from sender: ByteString = "a@b.example", to recipients: [ByteString]
  ) -> (bytes: [UInt8], offsets: [Int]) {
    let time = QueueTime(seconds: 1_700_000_000, microseconds: 0)
    let written = QueueFileWriter.write(
      MessageFile(
        arrival: time, createTime: time.seconds, sender: sender, recipients: recipients.map { FileRecipient($0) }))
    return (written.bytes, written.recipientOffsets)
  }

  /// Replaces the message in deferred.
  func put(_ content: [UInt8], log: [UInt8]? = nil, modified: Int = 1_700_000_500) throws {
    try write(content, to: "spool/deferred/\(Self.id)", mode: 0o700, modified)
    if let log {
      try write(log, to: "spool/defer/\(Self.id)", mode: 0o600, modified)
    } else {
      unlink("\(postfix.queueDirectory)/defer/\(Self.id)")
    }
  }

  private func write(_ content: [UInt8], to name: String, mode: mode_t, _ modified: Int) throws {
    let owners = try QueueOwners.installed()
    let path = "\(postfix.directory.path)/\(name)"
    unlink(path)
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL, mode)
    defer { close(descriptor) }
    let times = [timespec(tv_sec: modified, tv_nsec: 0), timespec(tv_sec: modified, tv_nsec: 0)]
    guard Glibc.write(descriptor, content, content.count) == content.count,
      fchown(descriptor, owners.user, owners.group) == 0, fchmod(descriptor, mode) == 0,
      futimens(descriptor, times) == 0
    else { throw TestFailure("cannot write \(path): errno \(errno)") }
  }

  func list(_ format: QueueListing.Format, where condition: String? = nil) throws -> [UInt8] {
    var bytes: [UInt8] = []
    let selection = try Selection(where: condition.map { ByteString($0) })
    let outcome = QueueListing(format, selection: selection).write(try store, now: LocalTime.now) {
      bytes += $0
      return true
    }
    #expect(outcome.undecided.count == 0)
    return bytes
  }

  func isSelected(_ condition: String) throws -> Bool { try !list(.ids, where: condition).isEmpty }

  /// Expects that both lists are those of postqueue, and returns the recipients with their reasons.
  @discardableResult
  func expectPostfixLists(_ what: Comment) throws -> [[String]] {
    let real = try postfix.run("postqueue", ["-p"]).output
    #expect(ByteString(try list(.text)) == ByteString(real), what)
    let expected = try json(postfix.run("postqueue", ["-j"]).output)
    let ours = try json(list(.json))
    for name in ["queue_id", "arrival_time", "message_size", "sender"] {
      #expect(ours[name] == expected[name], "\(what): \(name)")
    }
    #expect(recipients(ours) == recipients(expected), what)
    return recipients(expected)
  }

  /// postqueue prints cut UTF-8 as it is; the comparison takes U+FFFD on both sides.
  private func json(_ bytes: [UInt8]) throws -> JSONValue {
    try JSONReader().read(Array(String(decoding: bytes, as: UTF8.self).utf8))
  }

  private func recipients(_ message: JSONValue) -> [[String]] {
    (message["recipients"]?.elements ?? []).map { recipient in
      [recipient["address"]?.text ?? "", recipient["delay_reason"]?.text].compactMap(\.self)
    }
  }
}

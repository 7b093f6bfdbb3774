// 'queue show --records' hides no record that Postfix reads: postcat says which these are.

import Bytes
import Maintenance
import QueueStore
import SystemAccess
import TestSupport
import Testing

@Suite("Live: the records of a file", .enabled(if: PrivatePostfix.canRun, "needs root and Postfix"))
struct ShownRecordTests {
  /// Where the records begin that a listing shows, each with a number in front.
  private func offsets(_ listing: [UInt8], width: Int, without mark: String) -> Set<Int> {
    let lines = listing.split(separator: 0x0A).map { String(decoding: $0, as: UTF8.self) }
    return Set(
      lines.compactMap { line in
        guard line.utf8.count > width, !line.dropFirst(width).hasPrefix(mark) else { return nil }
        return Int(line.prefix(width).drop { $0 == " " })
      })
  }

  private func expectAllRecords(_ id: String, _ path: String, in postfix: PrivatePostfix) throws {
    let store = try QueuePlace.open(configuration: postfix.configurationDirectory, queue: nil)
    var shown: [UInt8] = []
    let problems = try MessageShowing(store, id: ByteString(id), inode: nil).write(.records, now: LocalTime.now) {
      shown += $0
      return true
    }
    let real = try postfix.run("postcat", ["-ov", path])
    #expect(real.status == 0 && problems == [], "\(path): \(problems)")
    let read = offsets(real.output, width: 9, without: "\n")
    #expect(read.count > 5)
    let hidden = read.subtracting(offsets(shown, width: 8, without: " ."))
    #expect(hidden.isEmpty, "\(path): \(hidden.sorted()) in\n\(ByteString(shown))")
  }

  @Test("Every record that postcat reads is shown, in files that Milters have edited at random", arguments: [31, 32])
  func generated(seed: UInt64) throws {
    var options = QueueOptions.everything
    options.milterPercent = 90
    options.unfinishedPercent = 0
    options.weights = [.deferred: 1]
    let postfix = try GeneratedQueueTests.postfix(options)
    for message in try QueueGenerator(seed: seed, options: options).fill(postfix.queueDirectory, count: 60) {
      try expectAllRecords(message.id, "\(postfix.queueDirectory)/\(message.path)", in: postfix)
    }
  }

  @Test(
    "A pointer to 0 hides nothing behind it, and what a replaced sender leaves is no damage",
    arguments: ["milter-changed-content", "milter-changed-sender"])
  func recorded(_ name: String) throws {
    let queue = try HandmadeQueue()
    try queue.put(FileReading.contents(of: "\(Repository.root)/Fixtures/queue-files/\(name)"))
    try expectAllRecords(
      HandmadeQueue.id, "\(queue.postfix.queueDirectory)/deferred/\(HandmadeQueue.id)", in: queue.postfix)
  }
}

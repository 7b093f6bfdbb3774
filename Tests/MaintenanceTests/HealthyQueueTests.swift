// A queue in which nothing is wrong.

import Bytes
import Maintenance
import SystemAccess
import TestSupport
import Testing

@Suite("A healthy queue", .enabled(if: BrokenQueue.canRun, "needs root and the user postfix"))
struct HealthyQueueTests {
  @Test("Nothing is found in a healthy queue with all sorts of mail", arguments: [0, 1, 2])
  func healthy(depth: Int) throws {
    var options = BrokenQueue.healthy
    options.hashDepth = depth
    options.ids = depth == 2 ? .mixed : .short
    let report = try BrokenQueue(options, count: 150, seed: UInt64(depth)).report()
    #expect(report.findings.counts == [:] && report.problems == [] && report.verdict == .clean)
    #expect(report.messages == 150 && report.logs > 0)
  }

  @Test("A message that is just being written is normal")
  func beingWritten() throws {
    let queue = try BrokenQueue()
    try queue.plant("incoming/123456.789", mode: 0o600)
    try queue.plant("incoming/0BAC5123", Array("C".utf8), mode: 0o600)
    #expect(try queue.check().counts == [.inodeMismatch: 1])
  }

  @Test("What has arrived in the last hour tells how long the disk lasts")
  func space() throws {
    let queue = try BrokenQueue(count: 40)
    let report = try queue.report()
    #expect(report.space.arrivals.messages == 40)
    #expect(report.space.arrivals.bytes >= queue.messages.reduce(0) { $0 + $1.fileSize })
    #expect((report.space.timeToFull ?? 0) > 0 && report.space.space.freeBytes > 0)
  }
}

// What is known of a queue comes from where the daemons of Postfix take it.

import Maintenance
import QueueStore
import TestSupport
import Testing

@Suite("Settings of a queue", .enabled(if: BrokenQueue.canRun, "needs root and the user postfix"))
struct QueueSettingsTests {
  @Test("Lifetimes are those of the queue manager, which may have its own in master.cf")
  func lifetimes() throws {
    let queue = try BrokenQueue(count: 1)
    #expect(try queue.store().settings.maximalLifetime == 5 * 86_400)
    try queue.directory.write(
      """
      smtp unix - - n - - smtp -o maximal_queue_lifetime=1h
      qmgr unix n - n 300 1 qmgr -o maximal_queue_lifetime=2d -o { bounce_queue_lifetime = 6h }
        -o maximal_backoff_time=900

      """, to: "etc/master.cf")
    let settings = try queue.store().settings
    #expect(settings.maximalLifetime == 2 * 86_400 && settings.bounceLifetime == 6 * 3600)
    #expect(settings.maximalBackoff == 900)
  }
}

// Which host's queue a run is about.

import JSONText
import Testing

@testable import Maintenance

@Suite("Identity of a run's queue")
struct QueueIdentityTests {
  private let mine = QueueIdentity(host: "mail1", machine: "a1")

  @Test("Another name and another machine of the same name are told; what a host does not know says nothing")
  func difference() {
    #expect(mine.difference(to: mine) == nil)
    #expect(mine.difference(to: QueueIdentity(host: "mail2", machine: "a1"))?.contains("mail1") == true)
    #expect(mine.difference(to: QueueIdentity(host: "mail1", machine: "b2"))?.contains("another machine") == true)
    #expect(mine.difference(to: QueueIdentity(host: "mail1", machine: nil)) == nil)
  }

  @Test("It comes back from JSON as it was, and what an earlier version wrote has none", arguments: ["a1", nil])
  func json(machine: String?) throws {
    let identity = QueueIdentity(host: "mail1", machine: machine)
    var json = JSONWriter()
    json.object { identity.write(to: &$0) }
    #expect(QueueIdentity(try JSONReader().read(json.drain())) == identity)
    let empty = try JSONReader().read(Array("{}".utf8))
    #expect(QueueIdentity(nil) == nil && QueueIdentity(empty) == nil)
  }
}

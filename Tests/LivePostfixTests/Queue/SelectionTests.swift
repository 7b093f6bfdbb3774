// Selections find exactly the messages that they describe.

import Bytes
import Conditions
import Maintenance
import MessageSelections
import QueueStore
import SystemAccess
import TestSupport
import Testing

@Suite("Live: selections", .enabled(if: PrivatePostfix.canRun, "needs root and Postfix"))
struct SelectionTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let condition: String
    let isWanted: @Sendable (GeneratedMessage) -> Bool
    var testDescription: String { condition }

    init(_ condition: String, _ isWanted: @escaping @Sendable (GeneratedMessage) -> Bool) {
      self.condition = condition
      self.isWanted = isWanted
    }
  }

  private static func domain(_ address: ByteString) -> String {
    String(decoding: address.bytes.split(separator: UInt8(ascii: "@")).last ?? [], as: UTF8.self)
  }

  static let cases = [
    Case("yes") { _ in true },
    Case("queue == hold") { $0.queue == .hold },
    Case("is_held or queue in [active, incoming]") { [.hold, .active, .incoming].contains($0.queue) },
    Case("is_bounce") { $0.sender.isEmpty },
    Case("sender == \"\"") { $0.sender.isEmpty },
    Case("sender.domain == \"NEWS.test.invalid\"") { domain($0.sender) == "news.test.invalid" },
    Case("sender matches \"user1*\"") { $0.sender.hasPrefix("user1") },
    Case("recipient_count > 2") { $0.recipientsToDo.count > 2 },
    Case("any(recipients: it.domain == \"gmail.test\")") {
      $0.recipientsToDo.contains { domain($0.address) == "gmail.test" }
    },
    Case("recipients is not empty and all(recipients: it.domain == \"gmail.test\")") { message in
      !message.recipientsToDo.isEmpty && message.recipientsToDo.allSatisfy { domain($0.address) == "gmail.test" }
    },
    Case("any(recipients: it.status == deferred and it.reason contains \"Greylisted\")") { message in
      message.recipientsToDo.contains { $0.reason?.description.contains("Greylisted") ?? false }
    },
    Case("any(recipients: it.dsn == \"4.2.2\")") { message in message.recipientsToDo.contains { $0.status == "4.2.2" }
    },
    Case("size > 1k") { $0.messageSize > 1024 },
    Case("is_expired_flag") { $0.isExpired },
    Case("sasl_username is set") {
      $0.traits.contains(.sasl) && ($0.queue != .maildrop || $0.traits.contains(.requeued))
    },
    Case("is_damaged") { _ in false },
  ]

  private static func select(_ world: PurgeWorld, _ condition: String) throws -> (ids: Set<String>, undecided: Int) {
    var bytes: [UInt8] = []
    let listing = QueueListing(.ids, selection: try Selection(where: ByteString(condition)))
    let outcome = listing.write(world.store, now: LocalTime.now) {
      bytes += $0
      return true
    }
    return (Set(bytes.split(separator: 0x0A).map { String(decoding: $0, as: UTF8.self) }), outcome.undecided.count)
  }

  @Test("A condition selects what it describes", arguments: cases)
  func selecting(_ testCase: Case) throws {
    var options = QueueOptions.everything
    options.oddAddressPercent = 0
    let world = try PurgeWorld(seed: 31, count: 150, options)
    let expected = Set(world.messages.filter { $0.isListed && testCase.isWanted($0) }.map(\.id))
    let found = try Self.select(world, testCase.condition)
    let wrong = found.ids.symmetricDifference(expected)
    #expect(
      wrong.isEmpty && found.undecided == 0,
      "\(world.messages.filter { wrong.contains($0.id) }.map { "\($0.queue) \($0.traits) \(found.ids.contains($0.id))" })"
    )
  }

  @Test("Ages and times are those of the file")
  func times() throws {
    var options = QueueOptions()
    options.ages = 0...10 * 86_400
    options.nextAttempt = .spread
    let world = try PurgeWorld(seed: 32, count: 80, options)
    let now = Int(LocalTime.now)
    let old = world.messages.filter { now - $0.arrival.seconds > 4 * 86_400 + 5 }
    #expect(try Self.select(world, "age > 4d").ids.isSuperset(of: old.map(\.id)))
    let expired = world.messages.filter { now - $0.created.seconds > 5 * 86_400 + 5 }
    #expect(try Self.select(world, "expires_in < 0").ids.isSuperset(of: expired.map(\.id)) && !expired.isEmpty)
    let soon = world.messages.filter { $0.modified < now + 600 }
    #expect(try Self.select(world, "next_attempt < 11m").ids.isSuperset(of: soon.map(\.id)) && !soon.isEmpty)
  }

  @Test("Recipients that differ make a question about the one recipient undecided")
  func differingRecipients() throws {
    let world = try PurgeWorld(seed: 33, count: 60, QueueOptions())
    let several = world.messages.filter { Set($0.recipientsToDo.map(\.address)).count > 1 }
    let found = try Self.select(world, "recipient == \"nobody@example.com\"")
    #expect(found.ids.isEmpty && found.undecided == several.count && !several.isEmpty)
  }

  @Test("Headers are read, also those that a Milter has changed")
  func headers() throws {
    var options = QueueOptions()
    options.milterPercent = 100
    let world = try PurgeWorld(seed: 34, count: 40, options)
    for message in world.messages {
      let lines = String(decoding: message.content, as: UTF8.self).split(separator: "\n")
      guard let subject = lines.first(where: { $0.lowercased().hasPrefix("subject: ") })?.dropFirst(9) else { continue }
      let found = try Self.select(world, "header(\"SUBJECT\") == \"\(subject)\" and subject == \"\(subject)\"")
      #expect(found.ids.contains(message.id), "\(subject)")
    }
  }
}

// Our list of a queue is that of the real postqueue.

import Bytes
import Conditions
import JSONText
import Maintenance
import MessageSelections
import QueueStore
import SystemAccess
import TestSupport
import Testing

@Suite("Live: queue list", .enabled(if: PrivatePostfix.canRun, "needs root and Postfix"))
struct QueueListTests {
  private static func list(
    _ postfix: PrivatePostfix, _ format: QueueListing.Format, selection: Selection = .all
  ) throws -> [UInt8] {
    let store = try QueuePlace.open(configuration: postfix.configurationDirectory, queue: nil)
    var bytes: [UInt8] = []
    let listing = QueueListing(format, selection: selection)
    let outcome = listing.write(store, now: LocalTime.now) {
      bytes += $0
      return true
    }
    #expect(outcome.scan.isProven && outcome.scan.problems.isEmpty)
    return bytes
  }

  private static func lines(_ bytes: [UInt8]) -> [String] {
    bytes.split(separator: 0x0A, omittingEmptySubsequences: false).map { String(decoding: $0, as: UTF8.self) }
  }

  @Test("The text is what postqueue -p prints", arguments: GeneratedQueueTests.cases)
  func text(_ testCase: GeneratedQueueTests.Case) throws {
    let postfix = try GeneratedQueueTests.postfix(testCase.options)
    _ = try QueueGenerator(seed: testCase.seed, options: testCase.options).fill(
      postfix.queueDirectory, count: testCase.count)
    let real = Self.lines(try postfix.run("postqueue", ["-p"]).output)
    let ours = Self.lines(try Self.list(postfix, .text))
    #expect(real.count > testCase.count)
    let difference = zip(real, ours).first { $0 != $1 }
    #expect(difference == nil && real.count == ours.count, "\(real.count) lines, ours \(ours.count)")
  }

  @Test("The JSON has every member of postqueue -j with equal values", arguments: GeneratedQueueTests.cases)
  func json(_ testCase: GeneratedQueueTests.Case) throws {
    let postfix = try GeneratedQueueTests.postfix(testCase.options)
    _ = try QueueGenerator(seed: testCase.seed, options: testCase.options).fill(
      postfix.queueDirectory, count: testCase.count)
    let real = try Self.lines(postfix.run("postqueue", ["-j"]).output).filter { !$0.isEmpty }
    let ours = try Self.lines(Self.list(postfix, .json)).filter { !$0.isEmpty }
    #expect(real.count == ours.count && !real.isEmpty)
    for (line, own) in zip(real, ours) {
      let expected = try JSONReader().read(Array(line.utf8))
      let json = try JSONReader().read(Array(own.utf8))
      for member in expected.members ?? [] where member.name != "recipients" {
        #expect(json[member.name] == member.value, "\(member.name) in \(own)")
      }
      let recipients = expected["recipients"]?.elements ?? []
      let listed = json["recipients"]?.elements ?? []
      #expect(recipients.count == listed.count, "\(line)\n\(own)")
      for (recipient, listed) in zip(recipients, listed) {
        #expect(recipient["address"] == listed["address"] && recipient["delay_reason"] == listed["delay_reason"])
      }
    }
  }

  @Test("An empty queue is said to be empty")
  func empty() throws {
    let postfix = try GeneratedQueueTests.postfix(QueueOptions())
    _ = try QueueGenerator(seed: 1, options: QueueOptions()).fill(postfix.queueDirectory, count: 0)
    #expect(try Self.list(postfix, .text) == postfix.run("postqueue", ["-p"]).output)
  }
}

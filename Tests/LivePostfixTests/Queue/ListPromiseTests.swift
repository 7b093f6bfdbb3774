// What a list says beside the messages: what it does not show, and why a message is not selected.

import Bytes
import Conditions
import Glibc
import Maintenance
import MessageSelections
import QueueStore
import SystemAccess
import TestSupport
import Testing

@Suite("Live: what a list tells", .enabled(if: PrivatePostfix.canRun, "needs root and Postfix"))
struct ListPromiseTests {
  private let world: PurgeWorld
  init() throws { world = try PurgeWorld(seed: 51, count: 4, QueueOptions()) }

  private func run(_ words: String...) throws -> BuiltProgram.Answer {
    try BuiltProgram.run(["queue"] + words + ["-c", world.postfix.configurationDirectory])
  }

  @Test(
    "A queue whose files have lost their mode is not said to be empty without a word", arguments: ["list", "summary"])
  func incomplete(_ command: String) throws {
    for message in world.messages { chmod("\(world.postfix.queueDirectory)/\(message.path)", 0o600) }
    let answer = try run(command)
    #expect(answer.status == 2 && answer.errors.contains("4 in deferred; see 'postkeep queue check'"), "\(answer)")
  }

  @Test("A message that is named is explained, selected or not")
  func explanation() throws {
    let id = world.messages[0].id
    let answer = try run("list", id, "--where", "age > 4000d", "--explain")
    #expect(answer.output.hasPrefix("\(id)  not selected\n  no: age > 4000d   (age is "), "\(answer)")
    #expect(try run("list", "--where", "age > 4000d", "--explain").output == "")
    #expect(try run("list", id, "--explain").status == 64)
    #expect(try run("list", "--where", "yes", "--explain", "--format", "json").status == 64)
  }

  @Test("No control character of eight bits reaches a terminal, and a pipe gets what postqueue prints")
  func terminal() throws {
    let path = "\(world.postfix.queueDirectory)/\(world.messages[0].path)"
    var content = try FileReading.contents(of: path)
    let sender = world.messages[0].sender.bytes
    let place = try #require(content.firstOccurrence(of: [UInt8(ascii: "S"), UInt8(sender.count)] + sender))
    content.replaceSubrange((place.lowerBound + 2)..<(place.lowerBound + 4), with: [0xC2, 0x9B])
    let descriptor = open(path, O_WRONLY)
    #expect(write(descriptor, content, content.count) == content.count)
    close(descriptor)
    func list(isForTerminal: Bool) throws -> [UInt8] {
      var bytes: [UInt8] = []
      let listing = QueueListing(.text, selection: .all, isForTerminal: isForTerminal)
      _ = listing.write(world.store, now: LocalTime.now) {
        bytes += $0
        return true
      }
      return bytes
    }
    let piped = try list(isForTerminal: false)
    #expect(try piped == world.postfix.run("postqueue", ["-p"]).output)
    #expect(piped.firstOccurrence(of: [0xC2, 0x9B]) != nil)
    let shown = try list(isForTerminal: true)
    #expect(shown.firstOccurrence(of: [0xC2, 0x9B]) == nil)
    #expect(shown.count { $0 == 0x0A } == piped.count { $0 == 0x0A })
  }
}

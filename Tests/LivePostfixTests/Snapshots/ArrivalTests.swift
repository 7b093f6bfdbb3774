// Snapshots while new mail arrives as fast as Postfix takes it, by SMTP and through maildrop, and other mail is delivered.
//
// `make test` takes ten, `make soak` two hundred (POSTKEEP_SOAK).

import Bytes
import Glibc
import Maintenance
import QueueStore
import Recovery
import SnapshotArchive
import SystemAccess
import TestSupport
import Testing

@Suite("Live: snapshots while mail arrives", .enabled(if: PrivatePostfix.canRun, "needs root and Postfix"), .serialized)
struct ArrivalTests {
  /// A message file by name and inode: the same one, wherever it has been moved to.
  private struct Place: Hashable {
    let id: String
    let inode: UInt64
  }

  private static func postfix() throws -> PrivatePostfix {
    var options = PrivatePostfixOptions()
    options.queue.ids = .short
    options.settings = [
      "transport_maps = inline:{ \(MailStreams.delivered)=discard: }", "queue_run_delay = 3s",
      "minimal_backoff_time = 3s", "maximal_backoff_time = 4s",
      "smtp_destination_concurrency_failed_cohort_limit = 0",
      // Deliveries that lag behind, so that there are some at any time.
      "discard_destination_concurrency_limit = 2",
    ]
    return try PrivatePostfix(options)
  }

  /// Complete messages, as find(1) meets them while they move: some are missing.
  private static func complete(_ postfix: PrivatePostfix) throws -> Set<Place> {
    let queues = ["maildrop", "incoming", "active", "deferred", "hold"].map { "\(postfix.queueDirectory)/\($0)" }
    let found = try Subprocess.run("find", queues + ["-type", "f", "-perm", "-0700", "-printf", "%f %i\n"])
    return Set(
      String(decoding: found.output, as: UTF8.self).split(separator: "\n").compactMap { line in
        let words = line.split(separator: " ")
        return UInt64(words[1]).map { Place(id: String(words[0]), inode: $0) }
      })
  }

  /// Tokens that are in the queue, whatever file they are in.
  private static func tokens(_ postfix: PrivatePostfix) throws -> Set<String> {
    let queues = ["maildrop", "incoming", "active", "deferred", "hold"].map { "\(postfix.queueDirectory)/\($0)" }
    let found = try Subprocess.run("grep", ["-rhaosE", "token-[12]-[0-9]+-"] + queues)
    return Set(String(decoding: found.output, as: UTF8.self).split(separator: "\n").map(String.init))
  }

  /// The token in a message.
  private static func token(_ content: [UInt8]) -> String? {
    guard let start = content.firstRange(of: Array("token-".utf8))?.lowerBound,
      let end = content[start...].dropFirst(8).firstIndex(of: UInt8(ascii: "-"))
    else { return nil }
    return String(decoding: content[start...end], as: UTF8.self)
  }

  /// What a snapshot has, without what it says is finished.
  private struct Taken {
    var places: [Place: Int] = [:]
    var tokens: [String: [String]] = [:]

    init(_ chain: SnapshotChain) throws {
      var paths: Set<ByteString> = []
      try chain.forEachMessage { message in
        places[Place(id: message.id.description, inode: message.stamp.inode), default: 0] += 1
        // Submissions: in maildrop the sender has no domain yet.
        if message.sender?.hasPrefix("root") == true { paths.insert(message.path) }
      }
      let file = chain.links[0].file
      var reader = try ArchiveReader(in: file.directory, named: file.name)
      while let entry = try reader.next() {
        guard paths.contains(entry.path), let token = ArrivalTests.token(try reader.content(limit: 1 << 20)) else {
          continue
        }
        tokens[token, default: []].append(entry.path.description)
      }
    }
  }

  @Test("What was there at the start and is there at the end is in the snapshot, once, whatever arrives meanwhile")
  func arrivals() throws {
    let postfix = try Self.postfix()
    try postfix.start()
    let streams = try MailStreams(postfix)
    let store = try QueuePlace.open(configuration: postfix.configurationDirectory, queue: nil)
    mkdir("\(postfix.directory.path)/archives", 0o700)
    let archives = try Directory("\(postfix.directory.path)/archives")
    var seen = (throughout: 0, tokens: 0, finished: 0, arrived: 0, dropped: 0)

    for trial in 1...SnapshotTrials.repetitions {
      let earlier = streams.accepted.count
      streams.resume()
      try postfix.waitUntil(seconds: 60) { streams.accepted.count > earlier + 5 }
      let accepted = streams.accepted
      let before = try Self.complete(postfix)
      let name = ByteString("\(trial).tar.zst")
      let report = try SnapshotCreation.create(
        of: store,
        SnapshotSource(
          id: "arrivals-\(trial)", host: "mail.test.invalid", program: "test", postfix: nil,
          configurationDirectory: postfix.configurationDirectory),
        SnapshotOptions(), to: .file(archives, name: name), now: { LocalTime.milliseconds }
      ) { _, _ in }
      let after = try Self.complete(postfix)
      try streams.pause()
      let tokens = try Self.tokens(postfix)

      let doubts = report.doubts
      #expect(report.summary.guarantee == .proved && report.isComplete, "trial \(trial): \(doubts)")
      #expect(report.summary.damaged == 0, "trial \(trial)")
      let taken = try Taken(SnapshotChain(SnapshotFile(archives, name)) { _ in throw SnapshotFlaw("no base") })
      let throughout = before.intersection(after)
      let lost = throughout.filter { taken.places[$0] == nil }
      #expect(lost.isEmpty, "trial \(trial): lost \(lost.count) of \(throughout.count): \(lost.prefix(3))")
      let doubled = taken.places.filter { $0.value > 1 }
      #expect(doubled.isEmpty, "trial \(trial): \(doubled.prefix(3))")
      let lostTokens = accepted.intersection(tokens).filter { taken.tokens[$0] == nil }
      #expect(lostTokens.isEmpty, "trial \(trial): lost \(lostTokens.prefix(3))")
      let twice = taken.tokens.filter { $0.value.count > 1 }
      #expect(twice.isEmpty, "trial \(trial): \(twice.prefix(3))")

      seen.throughout += throughout.count
      seen.tokens += accepted.intersection(tokens).count
      seen.finished += report.summary.finished
      seen.arrived += taken.places.keys.filter { !before.contains($0) }.count
      seen.dropped += taken.tokens.values.joined().count { $0.hasPrefix("queue/maildrop/") }
      unlink("\(archives.path)/\(name)")
      // A long run stays as fast as its beginning.
      if trial % 4 == 0 { _ = try postfix.run("postsuper", ["-d", "ALL"]) }
    }
    try streams.stop(postfix)
    try postfix.stop()
    print("arrivals: \(seen)")
    #expect(seen.throughout > 500 && seen.tokens > 100 && seen.arrived > 50, "\(seen)")
  }
}

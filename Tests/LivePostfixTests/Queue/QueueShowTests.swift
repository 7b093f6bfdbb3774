// What is shown of a message is what postcat shows, and a repaired queue is one that Postfix works with again.

import Bytes
import Glibc
import Maintenance
import QueueStore
import SystemAccess
import TestSupport
import Testing

@Suite("Live: queue show", .enabled(if: PrivatePostfix.canRun, "needs root and Postfix"))
struct QueueShowTests {
  private static func show(_ id: String, _ view: MessageShowing.View, in store: QueueStore) throws -> [UInt8] {
    var bytes: [UInt8] = []
    let problems = try MessageShowing(store, id: ByteString(id), inode: nil).write(view, now: LocalTime.now) {
      bytes += $0
      return true
    }
    #expect(problems == [])
    return bytes
  }

  @Test("Headers, body and both are those of postcat, Milter edits and long lines included", arguments: [21, 22])
  func content(seed: UInt64) throws {
    var options = QueueOptions.everything
    options.milterPercent = 60
    options.longLinePercent = 50
    options.unfinishedPercent = 0
    options.weights[.corrupt] = 0
    let postfix = try GeneratedQueueTests.postfix(options)
    let messages = try QueueGenerator(seed: seed, options: options).fill(postfix.queueDirectory, count: 80)
    let store = try QueuePlace.open(configuration: postfix.configurationDirectory, queue: nil)
    for message in messages {
      for (view, flags) in [(MessageShowing.View.eml, "-bhq"), (.headers, "-hq"), (.body, "-bq")] {
        // postcat -b takes the rest of a long header for the beginning of the body.
        if case .body = view, message.traits.contains(.longLines) { continue }
        let real = try postfix.run("postcat", [flags, message.id])
        #expect(real.status == 0)
        #expect(
          ByteString(try Self.show(message.id, view, in: store)) == ByteString(real.output),
          "\(flags) \(message.path) \(message.traits)")
      }
    }
  }

  @Test("Real mail, deferred by a real Postfix, is shown as postcat shows it")
  func realMail() throws {
    let postfix = try PrivatePostfix()
    try postfix.start()
    let long = String(repeating: "0123456789", count: 600)
    let text = "Subject: x\nX-Long: \(long)\n\tmore\nTo: y\n\nbody\n\(long)\n\nend\n"
    let ids = try postfix.inject(3, from: "sender@a.test", to: ["one@b.test", "two@b.test"], content: text)
    try postfix.waitUntil(seconds: 60) { try postfix.queueIDs(in: "deferred").count == 3 }
    let store = try QueuePlace.open(configuration: postfix.configurationDirectory, queue: nil)
    for id in ids {
      #expect(try Self.show(id, .eml, in: store) == postfix.run("postcat", ["-bhq", id]).output)
      let shown = String(decoding: try Self.show(id, .text, in: store), as: UTF8.self)
      #expect(shown.contains("2 of 2 recipients to do") && shown.contains("Connection refused"))
    }
    #expect(try QueueCheck(store, now: LocalTime.now).run().findings.counts == [:])
  }
}

@Suite("Live: queue check", .enabled(if: PrivatePostfix.canRun, "needs root and Postfix"))
struct QueueCheckLiveTests {
  @Test("A queue at which Postfix dies works again when it is repaired")
  func repair() throws {
    var options = QueueOptions()
    options.ages = 0...3600
    let postfix = try GeneratedQueueTests.postfix(options)
    let messages = try QueueGenerator(seed: 23, options: options).fill(postfix.queueDirectory, count: 30)
    let store = try QueuePlace.open(configuration: postfix.configurationDirectory, queue: nil)
    let spool = postfix.queueDirectory
    try postfix.directory.write("not mine", to: "spool/deferred/x")
    for message in messages[..<3] { chown("\(spool)/\(message.path)", 0, 0) }
    chmod("\(spool)/\(messages[3].path)", 0o755)
    chown("\(spool)/hold", 0, 0)
    mkfifo("\(spool)/hold/BAC54F7C0A6", 0o700)

    #expect(try postfix.run("postqueue", ["-j"]).status != 0)
    #expect(try postfix.run("postsuper", ["-s"]).status != 0)
    let messageOfDeath = postfix.log
    #expect(messageOfDeath.contains("fatal:"))
    // postsuper would follow it: from here on only we look at the queue, until it is repaired.
    mkdir("\(postfix.directory.path)/outside", 0o700)
    symlink("\(postfix.directory.path)/outside", "\(spool)/deferred/z")
    let text = HealthReportText(isVerbose: false, isQuiet: false, terminal: TerminalStyle(isColored: false))
    let care = try HealthCare(of: store, .applied, as: text, now: LocalTime.now)
    #expect(care.verdict == .clean, "\(ByteString(care.output))")

    #expect(Set(try ListedMessages.real(postfix).keys) == Set(messages.map(\.id)))
    let postsuper = try postfix.run("postsuper", ["-s"])
    #expect(postsuper.status == 0 && postsuper.errors == [], "\(ByteString(postsuper.errors))")
    try postfix.start()
    try postfix.flush()
    try postfix.waitUntil(seconds: 60) {
      let log = postfix.log
      return messages.allSatisfy { log.contains("\($0.id): to=<") }
    }
    let log = postfix.log.dropFirst(messageOfDeath.count)
    #expect(!log.contains("fatal:") && !log.contains("force-expired"), "\(log)")
    #expect(try Set(postfix.queueIDs(in: "deferred") + postfix.queueIDs(in: "active")) == Set(messages.map(\.id)))
  }

  @Test("What qmgr takes for corrupt is what is called damaged")
  func damage() throws {
    var options = QueueOptions()
    options.weights = [.deferred: 1]
    options.nextAttempt = .past
    options.ages = 0...3600
    options.milterPercent = 30
    let postfix = try GeneratedQueueTests.postfix(options)
    let messages = try QueueGenerator(seed: 24, options: options).fill(postfix.queueDirectory, count: 60)
    var random = SeededRandom(seed: 24)
    for message in messages[..<40] {
      let path = "\(postfix.queueDirectory)/\(message.path)"
      let size = message.fileSize
      // Cut anywhere: what lies behind the end record is needed only where pointers lead.
      if !message.traits.contains(.milterEdits) { truncate(path, off_t(random.below(size))) }
    }
    let store = try QueuePlace.open(configuration: postfix.configurationDirectory, queue: nil)
    let findings = try QueueCheck(store, now: LocalTime.now).run().findings
    let kept = (findings.kept[.damagedMessage] ?? []) + (findings.kept[.emptyFile] ?? [])
    let damaged = Set(kept.compactMap { $0.path.split(separator: "/").last.map(String.init) })
    #expect(!damaged.isEmpty)
    try postfix.start()
    try postfix.flush()
    try postfix.waitUntil(seconds: 60, "\(damaged.count)") {
      try postfix.queueIDs(in: "corrupt").count >= damaged.count
    }
    try postfix.stop()
    #expect(Set(try postfix.queueIDs(in: "corrupt")) == damaged)
  }
}

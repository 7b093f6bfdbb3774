// What the mail log tells about messages after a snapshot, and what a plan makes of it.

import Bytes
import Glibc
import JSONText
import SystemAccess
import TestSupport
import Testing

struct LogStory: Sendable, CustomTestStringConvertible {
  let name: String
  /// Lines after the snapshot; ID, ADDRESS stand for the message's own.
  let lines: [String]
  let states: [String]
  let decision: String
  var options: [String] = []
  /// Whether the log begins before the snapshot.
  var isCovering = true
  /// When the lines were written and the last one of the log, in seconds after the snapshot.
  var time: Int64 = 60
  var end: Int64 = 120
  var ids = QueueOptions.IDs.short
  /// What the clock of the log is ahead, in seconds; nil for a log that knows no arrival.
  var clock: Int64? = 0
  var testDescription: String { name }
}

@Suite("Restore: stories of the log", .enabled(if: PrivatePostfix.canRun, "needs root and the user postfix"))
struct LogStoriesTests {
  private static let sent =
    "postfix/smtp[1]: ID: to=<ADDRESS>, relay=mx.test[192.0.2.1]:25, delay=1, delays=0/0/0/1, dsn=2.0.0, status=sent (250 ok)"
  private static let deferred =
    "postfix/smtp[1]: ID: to=<ADDRESS>, relay=none, delay=1, delays=0/0/0/1, dsn=4.4.1, status=deferred (connect to mx: refused)"
  private static let bounced =
    "postfix/smtp[1]: ID: to=<ADDRESS>, relay=mx.test[192.0.2.1]:25, delay=1, delays=0/0/0/1, dsn=5.1.1, status=bounced (host said: 550)"
  private static let forwarded =
    "postfix/local[1]: ID: to=<ADDRESS>, relay=local, delay=1, delays=0/0/0/1, dsn=2.0.0, status=sent (forwarded as 7F00D41F7A2)"
  private static let filtered =
    "postfix/smtp[1]: ID: to=<ADDRESS>, relay=127.0.0.1[127.0.0.1]:10024, delay=1, delays=0/0/0/1, dsn=2.0.0, status=sent (250 2.0.0 from MTA(smtp:[127.0.0.1]:10025): 250 2.0.0 Ok: queued as 7F00D41F7A2)"
  private static let removed = "postfix/qmgr[2]: ID: removed"

  static let stories: [LogStory] = [
    LogStory(name: "Not a word: it is owed", lines: [], states: [], decision: "hold/restored"),
    LogStory(
      name: "Sent and removed: it is left out", lines: [sent, removed], states: ["sent"], decision: "delivered"),
    LogStory(name: "Sent and not removed yet: it is left out", lines: [sent], states: ["sent"], decision: "delivered"),
    LogStory(name: "Tried again: it is owed", lines: [deferred], states: ["owed"], decision: "hold/restored"),
    LogStory(
      name: "Failed for good and the sender told: it is left out",
      lines: [
        bounced, "postfix/bounce[3]: ID: sender non-delivery notification: 5E3C41F7A2", removed,
        "postfix/qmgr[2]: 5E3C41F7A2: removed",
      ],
      states: ["bounced"], decision: "delivered"),
    LogStory(
      name: "Failed for good and nobody told: it is tried again, so that somebody is", lines: [bounced],
      states: ["owed"], decision: "hold/restored"),
    LogStory(
      name: "Returned for its age: it is left out",
      lines: ["postfix/qmgr[2]: ID: from=<s@a.test>, status=expired, returned to sender", removed], states: ["removed"],
      decision: "delivered"),
    LogStory(
      name: "Deleted by an administrator: it is left out", lines: ["postfix/postsuper[4]: ID: removed"],
      states: ["removed"], decision: "delivered"),
    LogStory(
      name: "Queued anew and sent under another id: it is left out",
      lines: [
        "postfix/postsuper[4]: ID: requeued", "postfix/pickup[5]: 7F00D41F7A2: uid=0 from=<s@a.test> orig_id=ID",
        "postfix/qmgr[2]: 7F00D41F7A2: from=<s@a.test>, size=300, nrcpt=1 (queue active)",
        sent.replacing("ID:", with: "7F00D41F7A2:"), removed.replacing("ID:", with: "7F00D41F7A2:"),
      ], states: ["sent"], decision: "delivered"),
    LogStory(
      name: "Queued anew and not sent: it is owed",
      lines: [
        "postfix/postsuper[4]: ID: requeued", "postfix/pickup[5]: 7F00D41F7A2: uid=0 from=<s@a.test> orig_id=ID",
      ],
      states: [], decision: "hold/restored"),
    LogStory(
      name: "The log begins too late: nobody can tell", lines: [], states: ["unknown"], decision: "hold/unknown",
      isCovering: false),
    LogStory(
      name: "The log begins too late and unknown mail is not wanted", lines: [], states: ["unknown"],
      decision: "unknown", options: ["--unknown", "skip"], isCovering: false),
    LogStory(
      name: "The log begins too late and unknown mail is to be delivered", lines: [], states: ["unknown"],
      decision: "deferred", options: ["--unknown", "deliver", "--into", "deferred"], isCovering: false),
    LogStory(
      name: "The log begins too late, and tells that it was sent", lines: [sent], states: ["sent"],
      decision: "delivered", isCovering: false),
    LogStory(
      name: "An address probe delivers nothing", lines: [sent.replacing("=sent", with: "=deliverable")], states: [],
      decision: "hold/restored"),
    LogStory(
      name: "The log ends before the snapshot does: nobody can tell", lines: [], states: ["unknown"],
      decision: "hold/unknown", end: -20),
    LogStory(
      name: "The log ends before the snapshot does, and tells of an attempt: nobody can tell", lines: [deferred],
      states: ["unknown"], decision: "hold/unknown", time: -50, end: -20),
    LogStory(
      name: "The log of another instance: nobody can tell", lines: [], states: ["unknown"], decision: "hold/unknown",
      clock: nil),
    LogStory(
      name: "The log of another time zone: nobody can tell", lines: [sent, removed], states: ["unknown"],
      decision: "hold/unknown", time: -18_000 + 60, clock: -18_000),
    LogStory(
      name: "A long id is never given again, whatever the clock said", lines: [sent, removed], states: ["sent"],
      decision: "delivered", time: -40_000, ids: .long),
    LogStory(
      name: "Forwarded, and the forwarded mail has left: it is left out",
      lines: [forwarded, "postfix/qmgr[2]: 7F00D41F7A2: removed", removed], states: ["sent"], decision: "delivered"),
    LogStory(
      name: "Forwarded, and the forwarded mail was in the queue that is lost: nobody can tell",
      lines: [forwarded, removed, deferred.replacing("ID:", with: "7F00D41F7A2:")], states: ["unknown"],
      decision: "hold/unknown"),
    LogStory(
      name: "Given back by a content filter, and delivered: it is left out",
      lines: [filtered, removed, "postfix/qmgr[2]: 7F00D41F7A2: removed"], states: ["sent"], decision: "delivered"),
    LogStory(
      name: "Given back by a content filter, and lost with the queue: nobody can tell",
      lines: [filtered, removed, deferred.replacing("ID:", with: "7F00D41F7A2:")], states: ["unknown"],
      decision: "hold/unknown"),
    LogStory(
      name: "What another host has queued is its own affair",
      lines: [filtered.replacing("127.0.0.1", with: "192.0.2.1"), removed], states: ["sent"], decision: "delivered"),
    LogStory(
      name: "Failed for good, and what was to tell the sender was lost with the queue: nobody can tell",
      lines: [
        bounced, "postfix/bounce[3]: ID: sender non-delivery notification: 7F00D41F7A2", removed,
        deferred.replacing("ID:", with: "7F00D41F7A2:"),
      ], states: ["unknown"], decision: "hold/unknown"),
    LogStory(
      name: "Another recipient got it", lines: [sent.replacing("ADDRESS", with: "other@else.test")], states: [],
      decision: "hold/restored"),
  ]

  @Test("A plan knows what became of a message", arguments: stories)
  func told(_ story: LogStory) throws {
    var options = QueueOptions()
    options.recipients = 1...1
    options.donePercent = 0
    options.nullSenderPercent = 0
    options.bodyLines = 1...2
    options.ages = 0...3600
    options.ids = story.ids
    let source = try SnapshotWorld(seed: 8, count: 6, options)
    try source.create()
    let world = try RestoreWorld(source, into: options)
    let message = try #require(
      source.messages.first { ($0.recipients[0].original ?? $0.recipients[0].address) == $0.recipients[0].address })
    let address = message.recipients[0].address.description
    let start = LocalTime.now - (story.isCovering ? 100_000 : -5)
    func line(_ time: Int64, _ text: String) -> String { "\(Self.stamp(time)) mail \(text)" }
    var lines = [line(start, "postfix/postfix-script[1]: starting the Postfix mail system")]
    if let clock = story.clock {
      for message in source.messages.sorted(by: { $0.arrival.seconds < $1.arrival.seconds }) {
        let time = Int64(message.arrival.seconds) + clock
        guard time > start else { continue }
        lines.append(line(time, "postfix/qmgr[2]: \(message.id): from=<s@a.test>, size=300, nrcpt=1 (queue active)"))
      }
    }
    for text in story.lines {
      let own = text.replacing("ID", with: message.id).replacing("ADDRESS", with: address)
      lines.append(line(LocalTime.now + story.time, own))
    }
    lines.append(line(LocalTime.now + story.end, "dovecot: the last line"))
    try world.target.directory.write(lines.joined(separator: "\n") + "\n", to: "old.log")
    let answer = try BuiltProgram.run(
      world.command("plan", "merge") + ["--log", "\(world.target.directory.path)/old.log", "--format", "json"]
        + story.options)
    #expect(answer.status == 0, "\(answer.errors)")
    let plans = try answer.output.split(separator: "\n").map { try JSONReader().read(Array($0.utf8)) }
    let plan = try #require(plans.first { $0["id"]?.text == message.id })
    let states = (plan["recipients"]?.elements ?? []).compactMap { $0["state"]?.text }
    #expect(states == story.states, "\(plan)")
    let decision =
      plan["reason"]?.text ?? [plan["queue"]?.text, plan["hold"]?.text].compactMap { $0 }.joined(separator: "/")
    #expect(decision == story.decision, "\(plan)")
  }

  static func stamp(_ seconds: Int64) -> String {
    var time = time_t(seconds)
    var parts = tm()
    gmtime_r(&time, &parts)
    var buffer = [CChar](repeating: 0, count: 40)
    strftime(&buffer, buffer.count, "%Y-%m-%dT%H:%M:%S.000000+00:00", &parts)
    return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}

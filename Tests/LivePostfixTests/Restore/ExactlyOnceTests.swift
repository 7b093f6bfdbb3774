// A host delivers, a snapshot is taken on the way, the host goes on and is lost. Another one gets the snapshot and the log.

import Glibc
import Recovery
import SystemAccess
import TestSupport
import Testing

@Suite("Live: restore without sending twice", .enabled(if: PrivatePostfix.canRun, "needs root and Postfix"), .serialized)
struct ExactlyOnceTests {
  private static let count = 500

  /// Two recipients whose mail goes different ways.
  private static let recipients = ["one@first.invalid", "two@second.invalid"]

  private static func postfix(_ sink: MailSink, _ settings: [String]) throws -> PrivatePostfix {
    var options = PrivatePostfixOptions()
    options.queue.ids = .short
    options.settings =
      [
        "relayhost = [127.0.0.1]:\(sink.port)",
        // One after the other, so that the snapshot comes in the middle.
        "default_destination_concurrency_limit = 2", "smtp_connection_cache_on_demand = no",
      ] + settings
    return try PrivatePostfix(options)
  }

  /// How many recipients the log says were sent.
  private static func sent(_ postfix: PrivatePostfix) -> Int {
    postfix.log.split(separator: "\n").count { $0.contains(" status=sent ") }
  }

  @Test("Every recipient gets every message exactly once, when the log of the lost host is there")
  func exactlyOnce() throws {
    let sink = try MailSink()
    let lost = try Self.postfix(sink, [])
    try lost.start()
    for number in 0..<Self.count {
      try lost.inject(
        1, from: "sender@a.test", to: Self.recipients,
        content: "Subject: test\nMessage-ID: <\(number)@a.test>\n\nText\n")
    }
    let store = "\(lost.directory.path)/snapshots"
    try lost.waitUntil(seconds: 60) { Self.sent(lost) > 100 }
    try Self.program(["snapshot", "create", "--to", store, "-c", lost.configurationDirectory])
    let atSnapshot = Self.sent(lost)
    try lost.waitUntil(seconds: 60) { Self.sent(lost) > min(atSnapshot + 200, Self.count * 2 - 100) }
    // What is being sent when a host dies may come twice, whatever anybody does: it ends with nothing on its way.
    _ = try lost.run("postconf", ["-e", "defer_transports=smtp"])
    _ = try lost.run("postfix", ["reload"])
    try lost.waitUntil(seconds: 60) { try lost.queueIDs(in: "active").isEmpty && lost.queueIDs(in: "incoming").isEmpty }
    try lost.stop()
    let sentByLost = Self.sent(lost)
    try #require(sentByLost > atSnapshot && sentByLost < Self.count * 2, "\(atSnapshot) \(sentByLost)")

    let host = try Self.postfix(sink, ["default_destination_concurrency_limit = 20"])
    let request = [
      "--store", store, "-c", host.configurationDirectory, "--state", "\(host.directory.path)/state", "--log", lost.logPath,
    ]
    let blind = try Self.program(["restore", "plan", "new-host"] + request.dropLast(2))
    #expect(blind.contains("nobody can tell"), "\(blind)")
    let told = try Self.program(["restore", "run", "new-host", "--apply"] + request)
    let run = try #require(told.split(separator: "\n").first { $0.hasPrefix("run ") }).split(separator: " ")[1]
    if !host.isRunning { try host.start() }
    #expect(try sink.deliveries().values.reduce(0, +) == sentByLost, "nothing is sent before it is released\n\(told)")
    try Self.program(["restore", "release", String(run), "--rate", "100000", "--state", "\(host.directory.path)/state"])
    try host.flush()
    try host.waitUntil(seconds: 60) {
      try ["hold", "incoming", "active", "deferred"].allSatisfy { try host.queueIDs(in: $0).isEmpty }
    }
    try host.stop()
    sink.stop()
    let deliveries = try sink.deliveries()
    let wrong = deliveries.filter { $0.value != 1 }
    #expect(wrong.isEmpty, "twice: \(wrong.prefix(3)) of \(wrong.count)\n\(told)")
    let expected = Set((0..<Self.count).flatMap { number in Self.recipients.map { "<\(number)@a.test> \($0)" } })
    let missing = expected.subtracting(deliveries.keys)
    #expect(missing.isEmpty, "missing: \(missing.prefix(3)) of \(missing.count)\n\(told)")
    #expect(!host.log.contains("warning:"), "\(host.log.split(separator: "\n").filter { $0.contains("warning:") })")
  }

  /// What the program prints. Fails the test for any status but 0.
  @discardableResult
  static func program(_ arguments: [String]) throws -> String {
    let result = try BuiltProgram.run(arguments)
    #expect(result.status == 0, "\(arguments)\n\(result.errors)")
    return result.output
  }
}

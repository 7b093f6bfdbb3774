// A host delivers, a snapshot is taken on the way, the host goes on and is lost. Another one gets the snapshot and the log.

import Glibc
import Recovery
import SystemAccess
import TestSupport
import Testing

@Suite(
  "Live: restore without sending twice", .enabled(if: PrivatePostfix.canRun, "needs root and Postfix"), .serialized)
struct ExactlyOnceTests {
  private static let count = 500

  private static let closed = "[127.0.0.1]:1"

  /// The second recipient's mail goes another way, and so does all mail of the second half.
  private static func recipients(_ number: Int) -> [String] {
    number < count / 2 ? ["one@open.invalid", "two@closed.invalid"] : ["one@closed.invalid", "two@closed.invalid"]
  }

  private static func postfix(_ sink: MailSink, _ settings: [String] = []) throws -> PrivatePostfix {
    var options = PrivatePostfixOptions()
    options.queue.ids = .short
    options.settings = ["relayhost = [127.0.0.1]:\(sink.port)"] + settings
    return try PrivatePostfix(options)
  }

  /// How many recipients the log says were sent.
  private static func sent(_ postfix: PrivatePostfix) -> Int {
    postfix.log.split(separator: "\n").count { $0.contains(" status=sent ") }
  }

  @Test("Every recipient gets every message exactly once, when the log of the lost host is there")
  func exactlyOnce() throws {
    let sink = try MailSink()
    let lost = try Self.postfix(sink, ["transport_maps = inline:{ closed.invalid=smtp:\(Self.closed) }"])
    try lost.start()
    let ids = try (0..<Self.count).map { number in
      try lost.inject(
        1, from: "sender@a.test", to: Self.recipients(number),
        content: "Subject: test\nMessage-ID: <\(number)@a.test>\n\nText\n")[0]
    }
    try lost.waitUntil(seconds: 60) {
      try Self.sent(lost) == Self.count / 2 && lost.queueIDs(in: "deferred").count == Self.count
    }
    // The way opens, and some is tried while the snapshot is taken, and some after it.
    _ = try lost.run("postconf", ["-e", "transport_maps="])
    _ = try lost.run("postfix", ["reload"])
    for id in ids.prefix(20) { _ = try lost.run("postqueue", ["-i", id]) }
    let store = "\(lost.directory.path)/snapshots"
    try Self.program(["snapshot", "create", "--to", store, "-c", lost.configurationDirectory])
    let atSnapshot = Self.sent(lost)
    for id in ids[100..<180] + ids[300..<400] { _ = try lost.run("postqueue", ["-i", id]) }
    try lost.waitUntil(seconds: 60) { Self.sent(lost) >= Self.count / 2 + 20 + 80 + 200 }
    // What is being sent when a host dies may come twice, whatever anybody does: it ends with nothing on its way.
    _ = try lost.run("postconf", ["-e", "defer_transports=smtp"])
    _ = try lost.run("postfix", ["reload"])
    try lost.waitUntil(seconds: 60) { try lost.queueIDs(in: "active").isEmpty && lost.queueIDs(in: "incoming").isEmpty }
    try lost.stop()
    let sentByLost = Self.sent(lost)
    try #require(sentByLost > atSnapshot && sentByLost < Self.count * 2, "\(atSnapshot) \(sentByLost)")

    let host = try Self.postfix(sink)
    let request = [
      "--store", store, "-c", host.configurationDirectory, "--state", "\(host.directory.path)/state", "--log",
      lost.logPath,
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
    let expected = Set(
      (0..<Self.count).flatMap { number in Self.recipients(number).map { "<\(number)@a.test> \($0)" } })
    let missing = expected.subtracting(deliveries.keys)
    #expect(missing.isEmpty, "missing: \(missing.prefix(3)) of \(missing.count)\n\(told)")
    let warnings = host.log.split(separator: "\n").filter { $0.contains("warning:") && !$0.contains("overriding") }
    #expect(warnings.isEmpty, "\(warnings.prefix(5))")
  }

  /// What the program prints. Fails the test for any status but 0.
  @discardableResult
  static func program(_ arguments: [String]) throws -> String {
    let result = try BuiltProgram.run(arguments)
    #expect(result.status == 0, "\(arguments)\n\(result.errors)")
    return result.output
  }
}

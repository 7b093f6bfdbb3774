// A private Postfix starts, takes mail, keeps or delivers it, and stops.

import SystemAccess
import TestSupport
import Testing

@Suite("Live: a private Postfix", .enabled(if: PrivatePostfix.canRun, "needs root and Postfix"))
struct PrivatePostfixTests {
  @Test("Mail is deferred, tried again and still there after a stop")
  func deferred() throws {
    let postfix = try PrivatePostfix()
    try postfix.start()
    #expect(postfix.isRunning)
    let ids = try postfix.inject(20, from: "sender@a.test", to: ["one@b.test", "\"odd one\"@c.test"])
    try postfix.waitUntil(seconds: 60) { try postfix.queueIDs(in: "deferred").count == 20 }
    #expect(Set(ids) == Set(try postfix.queueIDs(in: "deferred")))
    try postfix.waitUntil(seconds: 60) { try ListedMessages.real(postfix).values.allSatisfy { $0.queue == "deferred" } }
    let attempts = { postfix.log.split(separator: "\n").count { $0.contains("status=deferred") } }
    let before = attempts()
    try postfix.flush()
    try postfix.waitUntil(seconds: 60) { attempts() >= before + 40 }
    try postfix.stop()
    #expect(!postfix.isRunning)
    // In active, what was being tried at the end.
    #expect(Set(try ListedMessages.real(postfix).keys) == Set(ids))
  }

  @Test("With discarded delivery the queue runs empty; sendmail works as well")
  func discarded() throws {
    var options = PrivatePostfixOptions()
    options.delivery = .discarded
    options.queue.ids = .long
    options.settings = ["syslog_name = postkeep-discard"]
    let postfix = try PrivatePostfix(options)
    try postfix.start()
    let ids = try postfix.inject(5, from: "", to: ["one@b.test"], content: "Subject: x\n\n.\n..\n\n")
    #expect(ids.allSatisfy { $0.contains("z") })
    #expect(try postfix.run("sendmail", ["-f", "x@a.test", "-bv", "two@b.test"]).status == 0)
    try postfix.waitUntil(seconds: 60) { postfix.log.contains("to=<two@b.test>") }
    try postfix.waitUntil(seconds: 60) { try ListedMessages.real(postfix).isEmpty }
    #expect(postfix.log.contains("postkeep-discard/"))
  }

  @Test("Nothing is left behind")
  func cleanup() throws {
    var postfix: PrivatePostfix? = try PrivatePostfix()
    try postfix?.start()
    let port = try #require(postfix?.port)
    let path = try #require(postfix?.directory.path)
    postfix = nil
    #expect(!FileReading.exists(path))
    #expect(throws: TestFailure.self) { try LoopbackSocket(port: port) }
  }
}

// Snapshots for which Postfix is stopped: it runs again afterwards, whatever happens in between.

import JSONText
import SystemAccess
import TestSupport
import Testing

@Suite(
  "Live: quiesced snapshots", .enabled(if: PrivatePostfix.canRun && Interruption.canRun, "needs root, Postfix, strace"))
struct QuiescenceTests {
  private static func isRunning(_ postfix: PrivatePostfix) throws -> Bool {
    try Subprocess.run("postfix", ["-c", postfix.configurationDirectory, "status"]).status == 0
  }

  private static func create(_ queue: BusyQueue, _ more: [String] = []) -> [String] {
    [
      "snapshot", "create", "-c", queue.postfix.configurationDirectory, "--to", "\(queue.postfix.directory.path)/store",
      "--quiesce", "--no-with-config", "--format", "json",
    ] + more
  }

  @Test("Postfix is stopped while its queue is read, and runs again")
  func quiesced() throws {
    let queue = try BusyQueue(.cycling, seed: 5, count: 500)
    let result = try BuiltProgram.run(Self.create(queue))
    let json = try JSONReader().read(Array(result.output.utf8))
    #expect(result.status == 0, "\(result.errors)")
    #expect(json["summary"]?["guarantee"]?.text == "quiesced")
    #expect(json["summary"]?["messages"]?.integer == 500)
    #expect(try Self.isRunning(queue.postfix))
    try queue.postfix.stop()
  }

  @Test("A snapshot that is killed while Postfix is stopped leaves it running", arguments: ["write", "fsync"])
  func killed(_ call: String) throws {
    let queue = try BusyQueue(.cycling, seed: 5, count: 500)
    // Not its children: what is killed with all of them, nobody can start again.
    let killed = try Subprocess.run(
      "strace",
      ["-o", "/dev/null", "-e", "trace=\(call)", "-e", "inject=\(call):signal=SIGKILL:when=1", BuiltProgram.path]
        + Self.create(queue))
    #expect(killed.status != 0)
    try queue.postfix.waitUntil(seconds: 60) { try Self.isRunning(queue.postfix) }
    try queue.postfix.stop()
  }

  @Test("A Postfix that does not run stays so")
  func stopped() throws {
    let queue = try BusyQueue(.cycling, seed: 5, count: 50)
    try queue.postfix.stop()
    let result = try BuiltProgram.run(Self.create(queue))
    #expect(result.status == 0)
    #expect(try !Self.isRunning(queue.postfix))
  }
}

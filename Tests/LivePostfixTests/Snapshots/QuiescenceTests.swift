// Snapshots for which Postfix is stopped: it runs again afterwards, whatever happens in between.

import Bytes
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

  @Test("A Postfix that cannot say whether it runs is not taken for one that does not")
  func unreadableMainFile() throws {
    let queue = try BusyQueue(.cycling, seed: 5, count: 50)
    let main = "\(queue.postfix.configurationDirectory)/main.cf"
    let good = try FileReading.contents(of: main)
    try FileWriting.write(good + Array("this is no setting\n".utf8), to: main)
    let result = try BuiltProgram.run(Self.create(queue))
    #expect(result.status == 66 && result.errors.contains("does not see"), "\(result)")
    #expect(queue.postfix.isRunning)
    try FileWriting.write(good, to: main)
    try queue.postfix.stop()
  }

  @Test("Nothing that can be known before is a reason to stop Postfix")
  func refusedBefore() throws {
    let queue = try BusyQueue(.cycling, seed: 5, count: 50)
    let log = queue.postfix.log
    let place = queue.postfix.directory.path
    try queue.postfix.directory.write("", to: "taken.tar.zst")
    let create = ["snapshot", "create", "--quiesce", "-c", queue.postfix.configurationDirectory]
    for (options, status) in [
      (["-o", "\(place)/taken.tar.zst"], 66), (["-o", "\(place)/nowhere/new.tar.zst"], 66),
      (["--to", "\(place)/store", "--since", "nosuch"], 66), (["--queue-dir", queue.postfix.queueDirectory], 64),
    ] as [([String], Int32)] {
      let result = try BuiltProgram.run(create + options)
      #expect(result.status == status, "\(options): \(result)")
    }
    #expect(!queue.postfix.log.dropFirst(log.count).contains("stopping"))
    try queue.postfix.stop()
  }

  @Test("Postfix runs again although somebody asks for its status all the time")
  func asked() throws {
    let queue = try BusyQueue(.cycling, seed: 5, count: 50)
    let asking = try Subprocess.run(
      "sh",
      [
        "-c",
        "for i in 1 2 3 4; do (while [ ! -e \"$1/done\" ]; do postfix -c \"$1/etc\" status; done) & done; "
          + "shift; \"$@\"; touch \"$0/done\"; wait",
        queue.postfix.directory.path, queue.postfix.directory.path, BuiltProgram.path,
      ] + Self.create(queue))
    #expect(String(decoding: asking.output, as: UTF8.self).contains("\"quiesced\""), "\(ByteString(asking.errors))")
    #expect(queue.postfix.isRunning)
    try queue.postfix.stop()
  }

  @Test("While one run holds Postfix stopped another one is refused, and nobody starts what did not run")
  func twoAtOnce() throws {
    let queue = try BusyQueue(.cycling, seed: 5, count: 50)
    try queue.postfix.stop()
    let place = queue.postfix.directory.path
    // The first one waits for whoever reads its archive.
    let both = try Subprocess.run(
      "sh",
      [
        "-c",
        "mkfifo \"$1/pipe\"; \"$2\" snapshot create -c \"$1/etc\" --quiesce --no-with-config -o - > \"$1/pipe\" & "
          + "exec 3< \"$1/pipe\"; head -c 10 <&3 > /dev/null; shift; shift; \"$@\"; status=$?; cat <&3 > /dev/null; "
          + "wait $!; exit $status",
        "sh", place, BuiltProgram.path, BuiltProgram.path,
      ] + Self.create(queue))
    #expect(both.status == 75 || both.status == 0, "\(ByteString(both.errors))")
    #expect(!queue.postfix.isRunning)
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

// Restores are rehearsed on a host whose Postfix works on, and that Postfix does not notice.

import Glibc
import JSONText
import SystemAccess
import TestSupport
import Testing

@Suite("Live: restore drills", .enabled(if: PrivatePostfix.canRun, "needs root and Postfix"), .serialized)
struct DrillTests {
  private let host: PrivatePostfix
  private var work: String { "\(host.directory.path)/drills" }
  private var store: String { "\(host.directory.path)/store" }

  init() throws {
    host = try PrivatePostfix()
    // The drill's Postfix passes through it.
    chmod(host.directory.path, 0o711)
  }

  private func arguments(_ words: [String]) -> [String] {
    ["restore", "drill", "-c", host.configurationDirectory, "--work", work, "--store", store] + words
  }

  private func drill(_ words: String...) throws -> BuiltProgram.Answer { try BuiltProgram.run(arguments(words)) }

  /// Mail for several recipients, and some of it on hold.
  private func begin() throws {
    try host.start()
    let ids = try host.inject(20, from: "sender@a.test", to: ["one@b.test", "two@c.test", "\"odd one\"@d.test"])
    try host.inject(5, from: "", to: ["returned@e.test"])
    try host.waitUntil(seconds: 60) { try host.queueIDs(in: "deferred").count == 25 }
    _ = try host.run("postsuper", ["-h", ids[0], "-h", ids[1]])
  }

  private func snapshot() throws -> String {
    let answer = try BuiltProgram.run(["snapshot", "create", "-c", host.configurationDirectory, "--to", store])
    try #require(answer.status == 0, "\(answer.errors)")
    let name = try FileReading.names(inDirectory: store).first { $0.hasSuffix(".tar.zst") }
    return "\(store)/\(try #require(name))"
  }

  /// Masters whose configuration lies below the drills.
  private func masters() throws -> [String] {
    try FileReading.names(inDirectory: "/proc").filter { name in
      guard UInt32(name) != nil,
        let environment = try? FileReading.contents(of: "/proc/\(name)/environ")
      else { return false }
      let text = String(decoding: environment, as: UTF8.self)
      return text.contains("\(work)/2") && FileReading.resolved("/proc/\(name)/exe")?.hasSuffix("/master") == true
    }
  }

  /// What must be the same afterwards: ids, configuration, master with its children, and who listens.
  private func picture() throws -> [String] {
    let pid = String(decoding: try FileReading.contents(of: "\(host.queueDirectory)/pid/master.pid"), as: UTF8.self)
      .filter(\.isNumber)
    let children = String(
      decoding: try FileReading.contents(of: "/proc/\(pid)/task/\(pid)/children"), as: UTF8.self)
    var picture = [pid, children]
    for queue in ["deferred", "hold", "active", "incoming", "maildrop"] {
      picture.append("\(queue): \(try host.queueIDs(in: queue))")
    }
    for name in ["main.cf", "master.cf"] {
      let file = "\(host.configurationDirectory)/\(name)"
      let status = try #require(FileReading.status(of: file))
      picture.append("\(status.inode) \(status.modified) \(status.changed) \(try FileReading.contents(of: file))")
    }
    picture.append("\(try FileReading.names(inDirectory: "\(host.directory.path)/data"))")
    return picture
  }

  private func isListening() throws -> Bool {
    let table = String(decoding: try FileReading.contents(of: "/proc/net/tcp"), as: UTF8.self)
    let port = String(host.port, radix: 16, uppercase: true)
    return table.contains(" 0100007F:\(String(repeating: "0", count: 4 - port.count) + port) ")
  }

  @Test("A drill passes beside a Postfix that works, which has the same processes, mail and files afterwards")
  func passes() throws {
    try begin()
    let before = try picture()
    let answer = try drill("--create", "--format", "json")
    #expect(answer.status == 0, "\(answer.output)\(answer.errors)")
    #expect(try picture() == before)
    #expect(try isListening())
    let report = try JSONReader().read(Array(answer.output.utf8))
    #expect(report["verdict"]?.text == "passed")
    #expect(report["messages"]?["placed"]?.integer == 25)
    #expect(report["recipients"]?["owed"]?.integer == 65)
    #expect(report["recipients"]?["delivered"]?.integer == 65)
    #expect((report["recovery_ms"]?.integer ?? 0) > 0)
    #expect(try JSONSchema(file: "postkeep.restore.drill-1.schema.json").problems(of: report) == [])
    #expect(try FileReading.names(inDirectory: work).sorted() == ["lock", "state.json"])
    let state = try JSONReader().read(try FileReading.contents(of: "\(work)/state.json"))
    #expect(try JSONSchema(file: "postkeep.restore.drill.state-1.schema.json").problems(of: state) == [])
    #expect(state["last_success"]?.integer != nil)
    #expect(try masters() == [])
  }

  @Test("For cron, a drill that passed is one line")
  func quiet() throws {
    try begin()
    _ = try snapshot()
    let answer = try drill("--quiet", "--log", host.logPath)
    #expect(answer.status == 0, "\(answer.output)\(answer.errors)")
    #expect(answer.output.split(separator: "\n").count == 1)
    #expect(answer.output.contains("passed: ") && answer.output.contains("25 messages, 65 recipients"))
  }

  @Test("A drill with the log tells what would have been sent twice without it")
  func log() throws {
    var options = PrivatePostfixOptions()
    options.delivery = .discarded
    options.settings = ["defer_transports = discard"]
    let host = try PrivatePostfix(options)
    chmod(host.directory.path, 0o711)
    try host.start()
    try host.inject(10, from: "sender@a.test", to: ["one@b.test", "two@c.test"])
    try host.waitUntil(seconds: 60) { try host.queueIDs(in: "deferred").count == 10 }
    let store = "\(host.directory.path)/store"
    let place = ["-c", host.configurationDirectory]
    try #require(BuiltProgram.run(["snapshot", "create", "--to", store] + place).status == 0)
    _ = try host.run("postconf", ["-e", "defer_transports="])
    _ = try host.run("postfix", ["reload"])
    let ids = try host.queueIDs(in: "deferred")
    _ = try host.run("postsuper", ["-h", ids[0], "-h", ids[1], "-h", ids[2]])
    try host.waitUntil(seconds: 60) {
      try host.flush()
      return try host.queueIDs(in: "deferred").isEmpty && host.queueIDs(in: "active").isEmpty
    }
    let answer = try BuiltProgram.run(
      ["restore", "drill", "--work", "\(host.directory.path)/drills", "--store", store, "--log", host.logPath]
        + ["--format", "json"] + place)
    #expect(answer.status == 0, "\(answer.output)\(answer.errors)")
    let report = try JSONReader().read(Array(answer.output.utf8))
    #expect(report["recipients"]?["twice_without_log"]?.integer == 14)
    #expect(report["recipients"]?["delivered"]?.integer == 6)
    #expect(report["messages"]?["placed"]?.integer == 3)
    #expect(report["recipients"]?["untold"]?.integer == 0)
  }

  @Test("Submissions that the queue manager has never seen are taken in and delivered")
  func submissions() throws {
    for number in 0..<3 {
      let content = "\(host.directory.path)/message"
      try host.directory.write("Subject: \(number)\n\ntext\n", to: "message")
      _ = try Subprocess.run(
        "sh",
        [
          "-c", "sendmail -C \"$1\" -f me@a.test one@b.test two@c.test < \"$2\"", "sh", host.configurationDirectory,
          content,
        ])
    }
    try #require(host.queueIDs(in: "maildrop").count == 3)
    let answer = try drill("--create", "--format", "json")
    #expect(answer.status == 0, "\(answer.output)\(answer.errors)")
    let report = try JSONReader().read(Array(answer.output.utf8))
    #expect(report["messages"]?["submissions"]?.integer == 3)
    #expect(report["recipients"]?["delivered"]?.integer == 6)
    #expect(try host.queueIDs(in: "maildrop").count == 3)
  }

  @Test("A queue with some of everything comes back: odd addresses, logs, bounces, damaged files", arguments: [5, 6])
  func everything(seed: UInt64) throws {
    var options = PrivatePostfixOptions()
    options.queue = .everything
    let host = try PrivatePostfix(options)
    chmod(host.directory.path, 0o711)
    let messages = try QueueGenerator(seed: seed, options: options.queue).fill(host.queueDirectory, count: 200)
    let deferred = messages.filter { $0.queue == .deferred }
    truncate("\(host.queueDirectory)/\(deferred[1].path)", off_t(deferred[1].fileSize - 20))
    let answer = try BuiltProgram.run(
      "restore", "drill", "--create", "--work", "\(host.directory.path)/drills", "-c", host.configurationDirectory,
      "--timeout", "30", "--format", "json")
    #expect(answer.status == 0, "\(answer.output)\(answer.errors)")
    let report = try JSONReader().read(Array(answer.output.utf8))
    #expect((report["messages"]?["corrupt"]?.integer ?? 0) > 0)
    #expect((report["recipients"]?["delivered"]?.integer ?? 0) > 200)
  }

  @Test("A damaged snapshot fails the drill")
  func damaged() throws {
    try begin()
    let archive = try snapshot()
    var bytes = try FileReading.contents(of: archive)
    bytes[bytes.count / 2] ^= 0xFF
    try FileWriting.write(bytes, to: archive)
    let answer = try drill("--from", archive)
    #expect(answer.status == 1, "\(answer.output)\(answer.errors)")
    #expect(answer.output.contains("FAILED  The snapshot: "))
    let state = try JSONReader().read(try FileReading.contents(of: "\(work)/state.json"))
    #expect(state["verdict"]?.text == "failed" && state["last_success"]?.integer == nil)
  }

  @Test("A configuration whose mail_owner this host does not have fails the drill")
  func owner() throws {
    try begin()
    let archive = try snapshot()
    let etc = "\(host.directory.path)/other"
    mkdir(etc, 0o755)
    let main = String(decoding: try FileReading.contents(of: "\(host.configurationDirectory)/main.cf"), as: UTF8.self)
    try host.directory.write(main + "mail_owner = nobody-of-here\n", to: "other/main.cf")
    try host.directory.write("", to: "other/master.cf")
    let answer = try BuiltProgram.run([
      "restore", "drill", "-c", etc, "--work", work, "--store", store, "--from", archive,
    ])
    #expect(answer.status == 1, "\(answer.output)\(answer.errors)")
    #expect(answer.output.contains("/etc/passwd has no user nobody-of-here"))
  }

  @Test("A log that is not there fails the drill; a snapshot that is not there is missing input")
  func missing() throws {
    try begin()
    _ = try snapshot()
    let answer = try drill("--log", "/no/such/mail.log")
    #expect(answer.status == 1, "\(answer.output)\(answer.errors)")
    #expect(answer.output.contains("FAILED  The mail log: ") && answer.output.contains("/no/such/mail.log"))
    #expect(try drill("--from", "/no/such/snapshot.tar.zst").status == 66)
    #expect(try masters() == [])
  }

  @Test("A drill that was killed leaves no Postfix, and the next one passes")
  func killed() throws {
    try begin()
    _ = try snapshot()
    for isEarly in [true, false] {
      let drill = try ChildProcess(
        "/bin/sh",
        ["-c", "exec \"$0\" \"$@\" </dev/null >/dev/null 2>&1", BuiltProgram.path] + arguments([]),
        environment: ["PATH=/usr/sbin:/usr/bin:/sbin:/bin"], channels: [])
      try host.waitUntil(seconds: 60, "no drill") {
        let places = (try? FileReading.names(inDirectory: work))?.filter { $0.hasPrefix("2") } ?? []
        let file = isEarly ? "spool/hold" : "spool/pid/master.pid"
        return places.contains { FileReading.exists("\(work)/\($0)/\(file)") }
      }
      #expect(drill.end() == SIGKILL)
      try host.waitUntil(seconds: 60, "a master is left") {
        try masters().isEmpty && FileReading.names(inDirectory: work).allSatisfy { !$0.hasPrefix("2") }
      }
    }
    // What a host that lost its power has left.
    for name in ["", "/etc", "/spool"] { mkdir("\(work)/20260101T000000Z\(name)", 0o755) }
    let answer = try self.drill()
    #expect(try FileReading.names(inDirectory: work).sorted() == ["lock", "state.json"])
    #expect(answer.status == 0, "\(answer.output)\(answer.errors)")
  }
}

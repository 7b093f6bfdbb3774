// Nobody has Postkeep on the worst night: the commands that a procedure prints bring a queue back by themselves.

import Bytes
import Glibc
import SnapshotArchive
import SystemAccess
import TestSupport
import Testing

@testable import Recovery

/// A queue, its snapshot, and a shell that types what a procedure says.
private struct Night {
  static let canRun =
    geteuid() == 0 && (try? QueueOwners.installed()) != nil
    && ["/usr/sbin/postsuper", "/usr/bin/jq", "/usr/bin/zstd", "/bin/bash"].allSatisfy(FileReading.exists)

  let directory: PrivateDirectory
  let messages: [GeneratedMessage]
  var spool: String { "\(directory.path)/spool" }

  init(seed: UInt64) throws {
    directory = try PrivateDirectory()
    mkdir("\(directory.path)/etc", 0o755)
    mkdir("\(directory.path)/data", 0o755)
    try directory.write(
      """
      compatibility_level = 3.6
      queue_directory = \(directory.path)/spool
      data_directory = \(directory.path)/data
      mail_owner = postfix
      setgid_group = postdrop

      """, to: "etc/main.cf")
    try directory.write("smtp unix - - n - - smtp\n", to: "etc/master.cf")
    var options = QueueOptions()
    options.weights = [.deferred: 4, .active: 1, .incoming: 1, .hold: 1]
    messages = try QueueGenerator(seed: seed, options: options).fill("\(directory.path)/spool", count: 60)
    let snapshot = try BuiltProgram.run(
      "snapshot", "create", "-c", "\(directory.path)/etc", "-o", "\(directory.path)/night.tar.zst")
    guard snapshot.status == 0 else { throw TestFailure(snapshot.errors) }
  }

  /// Types all commands of a step but those that would start or stop a Postfix.
  /// - Parameter replacing: words in capitals that are for the reader to fill in.
  func type(
    _ step: ProcedureStep?, replacing words: [String: String] = [:], way: KeyPath<ProcedureStep, String> = \.byHand
  ) throws -> String {
    let blocks = ProcedureProse(try #require(step)[keyPath: way]).blocks
    let lines = blocks.flatMap { if case .commands(let lines) = $0 { lines } else { [String]() } }
      .filter { !$0.hasPrefix("postfix ") && !$0.hasPrefix("ls -ltr ") }
      .map { $0.replacing("/var/lib/postkeep/snapshots/NAME.tar.zst", with: "\(directory.path)/night.tar.zst") }
      .map { line in words.reduce(line) { $0.replacing($1.key, with: $1.value) } }
    try directory.write("export MAIL_CONFIG=\(directory.path)/etc\n" + lines.joined(separator: "\n"), to: "commands")
    let run = try Subprocess.run("timeout", ["60", "bash", "\(directory.path)/commands"])
    return String(decoding: run.output + run.errors, as: UTF8.self)
  }

  /// Without what postqueue remarks on a Postfix that is stopped.
  static func remarks(_ output: String) -> [Substring] {
    output.split(separator: "\n").filter { !$0.contains("Mail system is down") }
  }

  func shell(_ command: String) throws -> [Substring] {
    let run = try Subprocess.run("bash", ["-c", "cd \(spool) && \(command)"])
    return String(decoding: run.output + run.errors, as: UTF8.self).split(separator: "\n")
  }

  /// The sums of the messages in some queues, sorted.
  func sums(_ queues: String) throws -> [Substring] {
    try shell("find \(queues) -type f -exec sha256sum {} + | cut -d' ' -f1").sorted()
  }
}

@Suite("Procedures: by hand", .enabled(if: Night.canRun, "needs root, Postfix, jq and zstd"))
struct ByHandTests {
  @Test("The commands of same-host bring a lost queue back, on hold, without what was delivered since")
  func sameHost() throws {
    let night = try Night(seed: 3)
    let procedure = try ProcedureBook(site: nil).procedure(named: "same-host")
    let delivered = night.messages.filter { $0.queue == .deferred }.prefix(3)
    for message in delivered { unlink("\(night.spool)/\(message.path)") }
    let expected = try night.sums("incoming active deferred hold")
    #expect(expected.count == night.messages.count - 3)
    _ = try Subprocess.run("rm", ["-rf", night.spool])

    let verified = try night.type(procedure.step(named: "verify-snapshot"))
    #expect(verified.contains("\"postkeep.snapshot/1\"") && !verified.contains("FAILED"), "\(verified)")
    _ = try night.type(procedure.step(named: "make-queue-directories"))
    let log = delivered.map { "Nov 27 03:00:00 mail1 postfix/qmgr[7]: \($0.id): removed\n" }.joined()
    try night.directory.write(log, to: "spool/unpacked/SINCE")
    let placed = try night.type(procedure.step(named: "place-messages"))
    #expect(!placed.contains("No such file") && !placed.contains("fatal"), "\(placed)")

    #expect(try night.sums("hold") == expected)
    #expect(try night.shell("find incoming active deferred unpacked/queue unpacked/log -type f") == [])
    #expect(try night.shell("find hold -type f ! -perm 0700") == [])
    // A log belongs to the message of its name.
    let names = Set(try night.shell("find hold -type f -printf '%f\\n'"))
    let logs = try night.shell("find defer -type f -printf '%f\\n'")
    #expect(!logs.isEmpty && logs.allSatisfy(names.contains))
    // Every short id has its file's inode in it.
    for line in try night.shell("find hold -type f -printf '%f %i\\n'") {
      let words = line.split(separator: " ")
      #expect(UInt64(words[0].dropFirst(5), radix: 16) == UInt64(words[1]))
    }
    let checked = try night.type(procedure.step(named: "check-queue"))
    #expect(Night.remarks(checked).count == 1, "\(checked)")
    #expect(checked.contains("in \(expected.count) Requests."), "\(checked)")
  }

  @Test("The commands of repair mend a queue that tar has unpacked as root, with modes for everybody")
  func repair() throws {
    let night = try Night(seed: 4)
    let procedure = try ProcedureBook(site: nil).procedure(named: "repair")
    let expected = try night.sums("incoming active deferred hold")
    _ = try night.shell(
      "cp -r . ../other && rm -rf ./* && cp -r ../other/. . && chown -R root:root . && chmod -R 755 .")
    for name in ["repair-owners", "repair-names"] { _ = try night.type(procedure.step(named: name)) }
    #expect(try night.sums("incoming active deferred hold") == expected)
    let checked = try night.type(procedure.step(named: "check-queue"))
    #expect(Night.remarks(checked).count == 1, "\(checked)")
    #expect(try night.shell("find incoming active deferred hold -type f ! -perm 0700") == [])
  }

  @Test("The commands of merge add what is missing, and leave what is there as it is")
  func merge() throws {
    let night = try Night(seed: 5)
    let procedure = try ProcedureBook(site: nil).procedure(named: "merge")
    let all = try night.sums("incoming active deferred hold")
    let lost = night.messages.filter { $0.queue == .deferred }.prefix(10)
    for message in lost { unlink("\(night.spool)/\(message.path)") }
    let stayed = try night.shell("find incoming active deferred hold -type f -printf '%i\\n'")
    _ = try night.type(procedure.step(named: "verify-snapshot"))
    _ = try night.type(procedure.step(named: "place-messages"))
    #expect(try night.sums("incoming active deferred hold") == all)
    let now = try night.shell("find incoming active deferred hold -type f -printf '%i\\n'")
    #expect(Set(now).isSuperset(of: stayed) && now.count == all.count)
    #expect(try Night.remarks(night.type(procedure.step(named: "check-queue"))).count == 1)
  }

  @Test("The commands of selected bring back the messages of one sender and no other")
  func selected() throws {
    let night = try Night(seed: 6)
    let procedure = try ProcedureBook(site: nil).procedure(named: "selected")
    let sender = try #require(night.messages.first { $0.queue == .deferred && !$0.sender.isEmpty }?.sender)
    let purged = night.messages.filter { $0.sender == sender }
    let sums = try purged.map { try night.sums($0.path) }.joined().sorted()
    for message in purged + night.messages.filter({ $0.queue == .hold }) { unlink("\(night.spool)/\(message.path)") }
    _ = try night.type(procedure.step(named: "verify-snapshot"))
    try night.directory.write("", to: "spool/unpacked/SINCE")
    _ = try night.type(
      procedure.step(named: "place-messages"), replacing: ["SENDER@EXAMPLE.COM": sender.description])
    #expect(try night.sums("hold") == sums)
    #expect(try Night.remarks(night.type(procedure.step(named: "check-queue"))).count == 1)
  }

  @Test("The commands of transfer move a queue into another one; before that there is a way back")
  func transfer() throws {
    let (old, standby) = (try Night(seed: 7), try Night(seed: 8))
    let procedure = try ProcedureBook(site: nil).procedure(named: "transfer")
    let queues = "incoming active deferred hold"
    let (moved, there) = (try old.sums(queues), try standby.sums(queues))
    let takeOut = try #require(procedure.step(named: "take-out"))
    _ = try old.type(takeOut)
    #expect(try old.sums(queues) == [])
    _ = try old.type(takeOut, way: \.back)
    #expect(try old.sums(queues) == moved)
    _ = try old.type(takeOut)

    // What hand-over does through ssh.
    let carried = try old.shell(
      "tar -cf - handed-over handed-over.sums | tar -xpf - -C \(standby.spool) --numeric-owner --warning=no-timestamp"
        + " && cd \(standby.spool)/handed-over && sha256sum -c --quiet ../handed-over.sums")
    #expect(carried == [])
    _ = try standby.type(procedure.step(named: "accept"))
    #expect(try standby.sums(queues) == (there + moved).sorted())
    #expect(try standby.shell("find handed-over -type f") == [])
    #expect(try old.sums(queues) == [])
  }
}

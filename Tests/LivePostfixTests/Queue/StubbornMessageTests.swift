// A purge meets files that cannot be removed: it goes on with the others, and says what it left.

import Bytes
import Glibc
import Maintenance
import MessageSelections
import PostfixQueue
import QueueStore
import SystemAccess
import TestSupport
import Testing

@Suite("Live: a purge of what cannot be removed", .enabled(if: PrivatePostfix.canRun, "needs root and Postfix"))
struct StubbornMessageTests {
  @Test("A message that cannot be moved aside stays, and all others go and come back")
  func longName() throws {
    let world = try PurgeWorld(seed: 31, count: 12, QueueOptions())
    let name = String(repeating: "A", count: 250)
    let stubborn = "\(world.postfix.queueDirectory)/hold/\(name)"
    _ = try Subprocess.run("cp", ["-p", "\(world.postfix.queueDirectory)/\(world.messages[0].path)", stubborn])
    let before = try world.files(PurgeWorld.queues)
    let report = try world.purge("yes")
    #expect(report.removed == 12 && report.left.map(\.id) == [ByteString(name)])
    #expect(report.left.first?.why.hasSuffix("the name is too long") == true, "\(report.left)")
    #expect(FileReading.exists(stubborn) && !FileReading.exists("\(world.postfix.queueDirectory)/postkeep"))
    #expect(try world.undo(report.run).placed.count == 12)
    #expect(try world.files(PurgeWorld.queues).values.map(\.count).sorted() == before.values.map(\.count).sorted())
  }

  @Test("One id in two queues that is one file stays in both: an undo would make two messages of it")
  func twoNames() throws {
    let world = try PurgeWorld(seed: 32, count: 3, QueueOptions())
    let message = world.messages[0]
    let paths = [message.path, "hold/\(message.id)"].map { "\(world.postfix.queueDirectory)/\($0)" }
    #expect(link(paths[0], paths[1]) == 0)
    let report = try world.purge("id == \"\(message.id)\"")
    #expect(report.removed == 0 && report.left.allSatisfy { $0.why.hasPrefix("the same file is ") })
    #expect(report.left.map(\.id) == [ByteString(message.id), ByteString(message.id)])
    #expect(paths.allSatisfy(FileReading.exists))
  }

  @Test("A message that is not as it was read is not even moved", arguments: [true, false])
  func notTouched(_ isAnother: Bool) throws {
    let world = try PurgeWorld(seed: 34, count: 1, QueueOptions())
    let path = "\(world.postfix.queueDirectory)/\(world.messages[0].path)"
    let file = try #require(try world.store.find(ByteString(world.messages[0].id)).first)
    if isAnother {
      _ = try Subprocess.run("cp", ["-p", path, "\(path).copy"])
      #expect(rename("\(path).copy", path) == 0)
    } else {
      // As 'postsuper -e' does.
      #expect(chmod(path, 0o710) == 0)
    }
    let before = FileReading.status(of: FilePath.split(path).directory)
    let removal = try QueueRemoval(world.store, named: "run")
    let taking = try removal.take([ReadFile(file.folder, file.name, file.status)])
    guard case .changed = taking[0] else {
      Issue.record("\(taking)")
      return
    }
    #expect(FileReading.status(of: FilePath.split(path).directory) == before)
    removal.close()
  }

  @Test("What was written to while it was taken goes back, and from active to where the queue manager looks")
  func written() throws {
    var options = QueueOptions()
    options.weights = [.active: 1, .hold: 1]
    let world = try PurgeWorld(seed: 35, count: 6, options)
    let removal = try QueueRemoval(world.store, named: "run")
    for message in world.messages {
      let file = try #require(try world.store.find(ByteString(message.id)).first)
      // The same file, but for the time at which it was written.
      let before = FileStatus(
        inode: file.status.inode, mode: file.status.mode, owner: file.status.owner, group: file.status.group,
        size: file.status.size, modified: file.status.changed)
      #expect(file.status.modified != file.status.changed)
      guard case .changed = try removal.take([ReadFile(file.folder, file.name, before)])[0] else {
        Issue.record("\(message.path) was taken")
        continue
      }
      let found = try world.store.find(file.name)
      #expect(found.map(\.status.inode) == [file.status.inode])
      #expect(found.map(\.queue) == [message.queue == .active ? .incoming : .hold], "\(message.path)")
    }
    #expect(try removal.taken().isEmpty)
    removal.close()
  }

  @Test("A log that cannot be removed is told, and the message is not taken for removed")
  func stubbornLog() throws {
    let world = try PurgeWorld(seed: 36, count: 1, QueueOptions())
    let file = try #require(try world.store.find(ByteString(world.messages[0].id)).first)
    #expect(mkdir("\(world.postfix.queueDirectory)/bounce/\(file.name)", 0o700) == 0)
    let removal = try QueueRemoval(world.store, named: "run")
    guard case .takenInPart = try removal.take([ReadFile(file.folder, file.name, file.status)])[0] else {
      Issue.record("nothing was told")
      return
    }
  }

  @Test("A private directory that cannot be made leaves nothing beside the queues")
  func noPlace() throws {
    let world = try PurgeWorld(seed: 37, count: 1, QueueOptions())
    #expect(throws: SystemError.self) {
      try QueueRemoval(world.store, named: ByteString(String(repeating: "r", count: 300)))
    }
    #expect(!FileReading.exists("\(world.postfix.queueDirectory)/postkeep"))
  }

  @Test("One policy that fails does not keep the others from their work")
  func policies() throws {
    let world = try PurgeWorld(seed: 33, count: 6, QueueOptions())
    let file = "\(world.postfix.directory.path)/policy.yaml"
    let policy = """
      version: 1
      policies:
        - name: broken
          where: yes
          action: purge
          max_percent: 100
        - name: kept
          where: yes
          action: hold
          max_percent: 100

      """
    try FileWriting.write(Array(policy.utf8), to: file)
    // No directory can be made inside a file.
    let answer = try BuiltProgram.run(
      "queue", "purge", "-c", world.postfix.configurationDirectory, "--state", "\(file)/state", "--policy", file,
      "--apply")
    #expect(answer.status == 66 && answer.errors.contains("broken: "), "\(answer)")
    #expect(answer.output == "kept: held 6 messages\n")
  }

  @Test("The name of a policy is no command to a terminal", arguments: [[], ["--apply"]])
  func policyNames(_ more: [String]) throws {
    let world = try PurgeWorld(seed: 35, count: 2, QueueOptions())
    let file = "\(world.postfix.directory.path)/policy.yaml"
    let actions = ["hold", "purge", "flush"].map { action in
      #"{name: "\#(action)\e]0;x\n\a", where: yes, action: \#(action), max_percent: \#(action == "flush" ? 0 : 100)}"#
    }
    try FileWriting.write(Array("version: 1\npolicies: [\(actions.joined(separator: ", "))]\n".utf8), to: file)
    for state in ["\(file)/state", "\(world.postfix.directory.path)/state"] {
      let words = ["queue", "purge", "-c", world.postfix.configurationDirectory, "--state", state, "--policy", file]
      let answer = try BuiltProgram.run(words + more)
      let text = answer.output + answer.errors
      #expect(text.contains("\u{FFFD}]0;x \u{FFFD}: "), "\(text)")
      #expect(!text.unicodeScalars.contains { $0 != "\n" && $0.value < 0x20 }, "\(text)")
    }
  }

  @Test("Options that a policy would not obey are refused; the mail log is read for it")
  func policyOptions() throws {
    let world = try PurgeWorld(seed: 34, count: 4, QueueOptions())
    let file = "\(world.postfix.directory.path)/policy.yaml"
    try FileWriting.write(
      Array("version: 1\npolicies: [{name: tried, where: attempts > 0, action: hold, max_percent: 10}]\n".utf8),
      to: file)
    let words = ["queue", "purge", "-c", world.postfix.configurationDirectory, "--policy", file]
    for option in [["--max", "3"], ["--max-percent", "1"], ["--include", "active"]] {
      #expect(try BuiltProgram.run(words + option).status == 64, "\(option)")
    }
    let log = "\(world.postfix.directory.path)/mail.log"
    let id = world.messages[0].id
    let time = "2026-11-26T10:00:00.000000+00:00 mail"
    try FileWriting.write(
      Array(
        """
        \(time) postfix/cleanup[6]: \(id): message-id=<1@a.example>
        \(time) postfix/smtp[7]: \(id): to=<a@b.example>, relay=none, delay=1, delays=0.1/0/0.9/0, dsn=4.4.1, status=deferred (no)

        """.utf8), to: log)
    let answer = try BuiltProgram.run(words + ["--log", log])
    #expect(answer.output.contains("max_percent allows 10 %") && !answer.output.contains("--max"), "\(answer)")
  }
}

// What is damaged in the trash costs the messages that it holds, no others, and is told.

import Bytes
import Glibc
import JSONText
import Maintenance
import MessageSelections
import QueueStore
import SystemAccess
import TestSupport
import Testing

@Suite("Live: a damaged trash", .enabled(if: PrivatePostfix.canRun, "needs root and Postfix"))
struct DamagedTrashTests {
  private static let count = 60
  private let world: PurgeWorld
  private let before: Set<ByteString>
  private let run: String
  private var directory: String { "\(world.state.path)/runs/\(run)" }

  init() throws {
    world = try PurgeWorld(seed: 71, count: Self.count, QueueOptions())
    before = Set(try world.files(PurgeWorld.queues).values.map { ByteString($0) })
    run = try world.purge("yes").run
  }

  private func change(_ name: String, _ change: (inout [UInt8]) -> Void) throws {
    var content = try FileReading.contents(of: "\(directory)/\(name)")
    change(&content)
    try FileWriting.write(content, to: "\(directory)/\(name)")
  }

  /// Everything is back or named, and nothing that is back has another content.
  private func undo() throws -> UndoReport {
    let report = try world.undo(run)
    let back = try world.files(PurgeWorld.queues).values.map { ByteString($0) }
    #expect(back.count == report.placed.count && Set(back).isSubset(of: before))
    #expect(report.placed.count + report.failed.count == Self.count, "\(report.placed.count) \(report.failed)")
    #expect(!report.problems.isEmpty || !report.failed.isEmpty)
    #expect(!FileReading.exists("\(world.postfix.queueDirectory)/postkeep"))
    return report
  }

  @Test("Of an archive that is damaged in the middle the beginning comes back", arguments: [2, 3, 10])
  func archive(_ part: Int) throws {
    // One bit may be one that nobody needs.
    try change("trash-1.tar.zst") { archive in
      let place = archive.count - archive.count / part
      for index in place..<(place + 64) { archive[index] ^= 0x5A }
    }
    let report = try undo()
    #expect(!report.failed.isEmpty && report.problems.contains { $0.contains("trash-1.tar.zst") }, "\(report.problems)")
    let answer = try BuiltProgram.run(
      "queue", "undo", run, "-c", world.postfix.configurationDirectory, "--state", world.state.path)
    #expect(answer.status == 3 && answer.output.contains("\(report.failed.count) failed"), "\(answer)")
  }

  @Test("An archive that has lost its end gives everything, and says so")
  func archiveEnd() throws {
    try change("trash-1.tar.zst") { $0.removeLast(4) }
    #expect(try undo().placed.count == Self.count)
  }

  @Test("A line that a crash has cut swallows none that comes behind it", arguments: ["journal", "index"])
  func cutLine(_ name: String) throws {
    try change(name) { $0.removeLast(3) }
    _ = try Purging.resume(run, on: world.store, in: world.state, including: []) { _ in }
    let problems = try Trash.messages(of: run, in: world.state, as: true).problems
    #expect(!problems.contains { $0.contains("cannot be read") }, "\(problems)")
  }

  @Test("An event that a changed byte has made of another is damage")
  func event() throws {
    try change("journal") { bytes in
      guard let line = bytes.firstOccurrence(of: Array("{\"event\":\"removed\"".utf8)) else { return }
      bytes[line.lowerBound + 10] = UInt8(ascii: "s")
    }
    #expect(try undo().left == 0)
  }

  enum Harm: String, CaseIterable { case bit, cut, emptied, deleted }

  private func harm(_ name: String, _ harm: Harm) throws {
    switch harm {
    case .bit: try change(name) { $0[0] ^= 0x01 }
    case .cut: try change(name) { $0.removeLast($0.count / 2) }
    case .emptied: try change(name) { $0 = [] }
    case .deleted: #expect(unlink("\(directory)/\(name)") == 0)
    }
  }

  @Test("Messages that a damaged index has lost come back from an archive that is whole", arguments: Harm.allCases)
  func index(_ kind: Harm) throws {
    try harm("index", kind)
    let report = try undo()
    #expect(report.problems.contains { $0.contains("/index has lost") }, "\(report.problems)")
    #expect(report.placed.count == Self.count)
  }

  @Test("Where an archive is damaged as well, messages that the index has lost are named", arguments: Harm.allCases)
  func indexAndArchive(_ kind: Harm) throws {
    try harm("index", kind)
    try change("trash-1.tar.zst") { $0.removeLast(4) }
    let report = try undo()
    #expect(!report.failed.isEmpty && report.problems.contains { $0.contains("/index has lost") }, "\(report.problems)")
  }

  @Test("Messages of which a damaged journal says nothing are named", arguments: Harm.allCases)
  func journal(_ kind: Harm) throws {
    if kind == .bit {
      try change("journal") { bytes in
        guard let line = bytes.firstOccurrence(of: Array("{\"event\":\"removed\"".utf8)) else { return }
        bytes[line.lowerBound] ^= 0x01
      }
    } else {
      try harm("journal", kind)
    }
    let report = try undo()
    #expect(report.problems.contains { $0.contains("/journal ") }, "\(report.problems)")
    #expect(report.left == 0 && !report.failed.isEmpty)
  }

  @Test("A line that a journal has lost whole is missed, and its message named")
  func lostLine() throws {
    try change("journal") { bytes in
      guard let line = bytes.firstOccurrence(of: Array("{\"event\":\"removed\"".utf8)) else { return }
      let end = bytes[line.lowerBound...].firstIndex(of: 0x0A) ?? line.lowerBound
      bytes.removeSubrange(line.lowerBound...end)
    }
    let report = try undo()
    #expect(report.left == 0 && report.failed.count == 1 && report.placed.count == Self.count - 1)
    #expect(report.problems.contains { $0.hasSuffix("/journal has lost 1 message") }, "\(report.problems)")
  }

  @Test("That a journal was lost is told by every later undo, and by a purge that goes on", arguments: [true, false])
  func lostJournal(_ isUndone: Bool) throws {
    try harm("journal", .deleted)
    if isUndone {
      _ = try undo()
      #expect(try undo().left == 0)
    } else {
      let place = ["-c", world.postfix.configurationDirectory, "--state", world.state.path]
      let answer = try BuiltProgram.run(["queue", "purge", "--resume", run] + place)
      #expect(answer.status == 2 && answer.output == "", "\(answer)")
      #expect(answer.errors.contains("\(Self.count) messages that are not in the queue may have been removed"))
    }
    let list = try BuiltProgram.run("queue", "trash", "show", run, "--state", world.state.path)
    #expect(list.status == 2 && list.errors.contains("/journal was missing"), "\(list.errors)")
  }

  @Test("A damaged plan or index is told", arguments: ["plan", "index"], Harm.allCases)
  func records(_ name: String, _ kind: Harm) throws {
    try harm(name, kind)
    let show = try BuiltProgram.run("queue", "trash", "show", run, "--state", world.state.path)
    let list = try BuiltProgram.run("queue", "trash", "list", "--state", world.state.path)
    // What is gone behind a line end, the journal knows of the index, and nobody of the plan.
    guard name == "index" || kind != .cut && kind != .emptied else { return }
    let word = name == "index" && (kind == .cut || kind == .emptied) ? "has lost" : "is"
    #expect(show.status == 2 && show.errors.contains("/\(name) \(word)"), "\(show.errors)")
    #expect(kind == .bit || name == "plan" || list.output.contains("damaged: see "), "\(list.output)")
    let place = ["-c", world.postfix.configurationDirectory, "--state", world.state.path]
    let answer = try BuiltProgram.run(["queue", "purge", "--resume", run] + place)
    #expect(answer.status == 2 && answer.errors.contains("/\(name) \(word)"), "\(answer)")
  }

  @Test(
    "An archive that is empty or missing is told without an undo, and its run is not expired", arguments: [true, false])
  func lostArchive(_ isEmpty: Bool) throws {
    try harm("trash-1.tar.zst", isEmpty ? .emptied : .deleted)
    let words = ["--state", world.state.path]
    let list = try BuiltProgram.run(["queue", "trash", "list"] + words)
    #expect(list.output.contains("damaged: see "), "\(list)")
    let show = try BuiltProgram.run(["queue", "trash", "show", run] + words)
    #expect(show.status == 2 && show.errors.contains("/trash-1.tar.zst is \(isEmpty ? "empty" : "missing")"), "\(show)")
    #expect(try Trash.expire(in: world.state, startedBefore: LocalTime.now + 10).isEmpty)
  }

  @Test("The last archive of several is missed as well")
  func lastArchive() throws {
    try change("index") { index in
      let line = Array("\"part\":1}\n{\"summary\"".utf8)
      guard let place = index.firstOccurrence(of: line) else { return }
      index[place.lowerBound + 7] = UInt8(ascii: "2")
    }
    let list = try BuiltProgram.run("queue", "trash", "list", "--state", world.state.path)
    #expect(list.output.contains("damaged: see "), "\(list)")
  }

  @Test("An undo that was interrupted is told, and its run is not expired")
  func interruptedUndo() throws {
    let words = ["queue", "trash", "list", "--state", world.state.path]
    #expect(try world.undo(run).placed.count == Self.count)
    let undone = try BuiltProgram.run(words).output
    #expect(undone.contains("  \(Self.count) of them put back") && !undone.contains("undo"), "\(undone)")
    try change("journal") { journal in
      journal.removeLast()
      journal.removeSubrange((journal.lastIndex(of: 0x0A) ?? 0)...)
    }
    let list = try BuiltProgram.run(words)
    #expect(list.output.contains("  its undo was interrupted: finish it with 'postkeep queue undo \(run) "), "\(list)")
    let json = try JSONReader().read(Array(BuiltProgram.run(words + ["--format", "json"]).output.utf8))
    #expect(json["undo_interrupted"]?.bool == true && json["damaged"] == nil)
    #expect(try Trash.expire(in: world.state, startedBefore: LocalTime.now + 10).isEmpty)
    #expect(try world.undo(run).placed.count == 1)
    #expect(try !BuiltProgram.run(words).output.contains("undo"))
  }

  @Test("A run whose run.json is damaged is in the list, and is not expired")
  func information() throws {
    try change("run.json") { $0[2] ^= 0x40 }
    let words = ["--state", world.state.path]
    let list = try BuiltProgram.run(["queue", "trash", "list"] + words)
    #expect(list.status == 2 && list.output == "\(run)  damaged: its run.json cannot be read\n", "\(list)")
    let json = try BuiltProgram.run(["queue", "trash", "list", "--format", "json"] + words)
    #expect(json.status == 2 && json.errors.contains("\(run): damaged: its run.json"), "\(json)")
    let undo = try BuiltProgram.run(["queue", "undo", run, "-c", world.postfix.configurationDirectory] + words)
    #expect(undo.status == 66 && undo.errors.contains("tar --zstd"), "\(undo)")
    _ = try Trash.expire(in: world.state, startedBefore: LocalTime.now + 10)
    #expect(FileReading.exists("\(directory)/trash-1.tar.zst"))
  }

  @Test("What is no run of ours, or of a later version, is told, and is not expired", arguments: ["run/2", "stray"])
  func notOurs(_ kind: String) throws {
    if kind == "stray" {
      #expect(rename(directory, "\(world.state.path)/runs/backup") == 0)
      for name in ["run.json", "journal", "index", "plan"] { unlink("\(world.state.path)/runs/backup/\(name)") }
    } else {
      try change("run.json") { bytes in
        guard let place = bytes.firstOccurrence(of: Array("run/1".utf8)) else { return }
        bytes[place.upperBound - 1] = UInt8(ascii: "2")
      }
    }
    let name = kind == "stray" ? "backup" : run
    let archive = "\(world.state.path)/runs/\(name)/mail-1.tar.zst"
    #expect(rename("\(world.state.path)/runs/\(name)/trash-1.tar.zst", archive) == 0)
    let list = try BuiltProgram.run("queue", "trash", "list", "--state", world.state.path)
    let what = kind == "stray" ? "no run" : "of a newer postkeep"
    #expect(list.status == 2 && list.output == "\(name)  \(what)\n", "\(list)")
    #expect(try Trash.expire(in: world.state, startedBefore: LocalTime.now + 10).isEmpty)
    #expect(FileReading.exists(archive))
  }

  @Test("A run whose plan, index or journal is damaged is not expired", arguments: ["plan", "index", "journal"])
  func damaged(_ name: String) throws {
    try harm(name, .deleted)
    let words = ["--older-than", "0s", "--state", world.state.path]
    #expect(try !BuiltProgram.run(["queue", "trash", "expire"] + words).output.contains(run))
    #expect(try Trash.expire(in: world.state, startedBefore: LocalTime.now + 10).isEmpty)
    #expect(FileReading.exists("\(directory)/trash-1.tar.zst"))
    let list = try BuiltProgram.run("queue", "trash", "list", "--state", world.state.path)
    #expect(list.output.contains("damaged: see "), "\(list.output)")
  }

  @Test("What is no run's is not expired, nor what is too young; a whole old run is")
  func others() throws {
    let old = "\(world.state.path)/runs/20250101T000000Z-12ab-2"
    let foreign = ["junk", "lost+found", "20250101T000000Z.bak", ".deleted-junk", "20990101T000000Z"].map {
      "\(world.state.path)/runs/\($0)"
    }
    for path in foreign + [old] { #expect(mkdir(path, 0o700) == 0) }
    try FileWriting.write([1], to: "\(foreign[3])/mine")
    let lines = try Trash.expire(in: world.state, startedBefore: LocalTime.now - 3600)
    #expect(lines == ["20250101T000000Z-12ab-2  came to nothing"])
    #expect(foreign.allSatisfy { FileReading.exists($0) } && FileReading.exists("\(foreign[3])/mine"))
    #expect(!FileReading.exists(old) && FileReading.exists("\(directory)/trash-1.tar.zst"))
    let list = try BuiltProgram.run("queue", "trash", "list", "--state", world.state.path)
    #expect(list.output.contains("junk  no run\n") && list.output.contains("lost+found  no run\n"), "\(list.output)")
    #expect(try Trash.expire(in: world.state, startedBefore: LocalTime.now + 10).count == 1)
    #expect(!FileReading.exists(directory))
  }

  @Test("What a deletion did not come to the end of is deleted by the next")
  func expire() throws {
    let rest = "\(world.state.path)/runs/.deleted-20250101T000000Z"
    #expect(mkdir(rest, 0o700) == 0)
    try FileWriting.write([1], to: "\(rest)/trash-1.tar.zst")
    _ = try Trash.expire(in: world.state, startedBefore: LocalTime.now + 10)
    #expect(try FileReading.names(inDirectory: "\(world.state.path)/runs") == ["lock"])
  }

  @Test("A state directory that is not there is no empty trash, and is not made")
  func wrongState() throws {
    let path = "\(world.postfix.directory.path)/nowhere"
    for words in [["trash", "list"], ["undo", run, "-c", world.postfix.configurationDirectory]] {
      #expect(try BuiltProgram.run(["queue"] + words + ["--state", path]).status == 66, "\(words)")
    }
    #expect(!FileReading.exists(path))
  }

  @Test("Who puts back old mail is told that it will be returned at once")
  func oldMail() throws {
    let now = LocalTime.now + 30 * 86_400
    let report = try Purging.undo(run, on: world.store, in: world.state, selecting: .all, now: now)
    #expect(report.placed.count == Self.count && report.expiring > 0)
  }

  @Test("The log of a message that an undo is about to put back is no orphan")
  func stagedLog() throws {
    let place = "\(world.postfix.queueDirectory)/postkeep/\(run).in"
    _ = try Subprocess.run("mkdir", ["-p", place, "\(world.postfix.queueDirectory)/defer/A"])
    try FileWriting.write([1], to: "\(place)/ABCDEF0123")
    let log = "\(world.postfix.queueDirectory)/defer/A/ABCDEF0123"
    try FileWriting.write(Array("\n".utf8), to: log)
    // A young log is no orphan whatever else is wrong.
    _ = try Subprocess.run("touch", ["-d", "1 day ago", log])
    _ = try BuiltProgram.run("queue", "check", "-c", world.postfix.configurationDirectory, "--fix", "--apply")
    #expect(FileReading.exists(log))
    #expect(unlink("\(place)/ABCDEF0123") == 0)
    _ = try BuiltProgram.run("queue", "check", "-c", world.postfix.configurationDirectory, "--fix", "--apply")
    #expect(!FileReading.exists(log))
  }
}

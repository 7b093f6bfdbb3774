// Snapshots that lie: every command that depends on the lie refuses it in words, and writes nothing.

import Bytes
import Glibc
import PostfixQueue
import SnapshotArchive
import SystemAccess
import TestSupport
import Testing

@testable import Recovery

@Suite("Hostile snapshots")
struct HostileSnapshotTests {
  struct Lie: Sendable, CustomTestStringConvertible {
    let testDescription: String
    /// Which commands have to notice. The others need not look at what it lies about.
    let refusedBy: [String]
    let tell: @Sendable (inout SnapshotDraft) -> Void

    init(_ name: String, refusedBy: [String] = Lie.all, _ tell: @escaping @Sendable (inout SnapshotDraft) -> Void) {
      testDescription = name
      self.refusedBy = refusedBy
      self.tell = tell
    }

    static let all = ["verify", "show", "export", "fold"]
    /// Those that read what the index names.
    static let readers = ["verify", "export", "fold"]
  }

  /// A line about a message with some members changed.
  private static func line(_ changes: (String, String)...) -> String {
    var line = SnapshotDraft.text(
      .message(SnapshotDraft.indexed("queue/hold/A9", SnapshotDraft.message(3), inode: 9)))
    for (old, new) in changes { line.replace(old, with: new) }
    return line
  }

  private static func adding(_ line: String) -> @Sendable (inout SnapshotDraft) -> Void {
    { $0.index.insert(line, at: 2) }
  }

  private static func path(_ path: String) -> Lie {
    Lie("a message with the path \(path)", adding(line(("queue/hold/A9", path)).withPlace))
  }

  private static func place(_ place: String, _ snapshot: String = "base") -> Lie {
    Lie("a message that is stored in \(snapshot) as \(place)", adding(line().stored(as: place, in: snapshot)))
  }

  static let paths: [Lie] = [
    "queue/deferred/../../../etc/passwd", "/queue/deferred/A9", "queue//A9", "queue/deferred/", "queue/A9",
    "queue/nowhere/A9", "etc/hold/A9", "queue/hold/..", "queue/hold/A9/", "log/defer/A9", "", "queue/hold/A9\\u0000",
    "queue/hold/\\u001b[2J", "queue/hold/A 9", "queue/./hold/A9",
  ].map(path)

  static let places: [Lie] = [
    place("../../etc/passwd"), place("/etc/passwd"), place("manifest.json"), place("index.jsonl"),
    place("config/main.cf"), place(""), place("queue/hold/../hold/A2"), place("queue/hold/A2", ""),
  ]

  static let numbers: [Lie] = [
    Lie("a negative size", adding(line((#""size":\#(SnapshotDraft.message(3).count)"#, #""size":-1"#)).withPlace)),
    Lie(
      "a number beyond 64 bits",
      adding(line((#""inode":9"#, #""inode":99999999999999999999999"#)).withPlace)),
    Lie("a number that is none", adding(line((#""inode":9"#, #""inode":1e3"#)).withPlace)),
    Lie(
      "nanoseconds beyond a second", adding(line((#""changed":"#, #""changed_ns":9000000000,"changed":"#)).withPlace)),
    Lie("a size that is another", refusedBy: ["verify"]) { draft in
      draft.index[1].replace(#""size":"#, with: #""size":9"#)
    },
    Lie("a summary with too many messages") {
      $0.index[3].replace(#""messages":3"#, with: #""messages":4"#)
    },
    Lie("a summary with fewer files than there are", refusedBy: ["verify"]) {
      $0.index[3].replace(#""stored":1"#, with: #""stored":0"#)
    },
    Lie("a summary with more that is gone", refusedBy: ["verify"]) {
      $0.index[3].replace(#""gone":1"#, with: #""gone":2"#)
    },
  ]

  static let lines: [Lie] = [
    Lie("a message that is not there", adding(line())),
    Lie("another sum", refusedBy: Lie.readers) { draft in
      let digest = SHA256Digest.text(of: SHA256Digest.of(SnapshotDraft.message(3)))
      draft.index[1].replace(digest, with: String(digest.reversed()))
    },
    Lie("another sum than the base has", refusedBy: Lie.readers) { draft in
      let digest = SHA256Digest.text(of: SHA256Digest.of(SnapshotDraft.message(2)))
      draft.index[2].replace(digest, with: String(digest.reversed()))
    },
    Lie("a sum that is none", adding(line((SnapshotDraft.sum, "../x")).withPlace)),
    Lie("content in a snapshot that is none of the chain", refusedBy: Lie.readers) {
      $0.index[2].replace(#""base""#, with: #""other""#)
    },
    Lie("content in the base that is not there", refusedBy: Lie.readers) {
      $0.index[2].replace("queue/hold/A2", with: "queue/hold/A7")
    },
    Lie("nobody who waits, though somebody does", refusedBy: ["verify"]) {
      $0.index[1].replace(#""to_do":["someone3@b.invalid"]"#, with: #""to_do":[]"#)
    },
    Lie("another recipient of a message in the base", refusedBy: ["verify"]) {
      $0.index[2].replace("someone2@b.invalid", with: "someone4@b.invalid")
    },
    Lie("somebody who is done, and is not", refusedBy: ["verify"]) {
      $0.index[1].replace(#""to_do":"#, with: #""done":["x@b.invalid"],"to_do":"#)
    },
    Lie("another sender", refusedBy: ["verify"]) { $0.index[1].replace("sender@a.invalid", with: "evil@a.invalid") },
    Lie("another arrival", refusedBy: ["verify"]) { $0.index[1].replace(#""arrival":"#, with: #""arrival":1,"x":"#) },
    Lie("damage where there is none", refusedBy: ["verify"]) {
      $0.index[1].replace(#""to_do":"#, with: #""damaged":true,"to_do":"#)
    },
    Lie("another mode", refusedBy: ["verify"]) { $0.index[1].replace(#""owner":"#, with: #""mode":2559,"owner":"#) },
    Lie("another owner", refusedBy: ["verify"]) { $0.index[1].replace(#""owner":106"#, with: #""owner":0"#) },
    Lie("a message twice") { $0.index.insert($0.index[1], at: 1) },
    Lie("a message that is finished and was never there", refusedBy: ["verify"]) {
      $0.index.insert(#"{"finished":"queue/hold/A9"}"#, at: 0)
    },
    Lie("a message that is gone and was never there", refusedBy: ["verify"]) {
      $0.index.insert(#"{"gone":"queue/hold/A9"}"#, at: 0)
      $0.index[4].replace(#""gone":1"#, with: #""gone":2"#)
    },
    Lie("something that is gone from a full snapshot", refusedBy: ["verify"]) { draft in
      draft.index = [#"{"gone":"queue/hold/A9"}"#, draft.index[1]]
      draft.summarize(messages: 1, stored: 1, gone: 1)
      draft.manifest = SnapshotDraft.manifest("top")
    },
    Lie("a message that is finished too late") { $0.index.insert(#"{"finished":"queue/incoming/A3"}"#, at: 2) },
    Lie("a line that is no JSON", adding("queue/hold/A9")),
    Lie("a line with two values", adding(line().withPlace + "{}")),
    Lie("a line that is nested deep", adding(#"{"x":"# + String(repeating: "[", count: 100_000))),
    Lie("no summary") { $0.index.removeLast() },
    Lie("a summary in the middle") { $0.index.insert($0.index[3], at: 1) },
    Lie("two summaries") { $0.index.append($0.index[3]) },
    Lie("an empty index") { $0.index = [] },
  ]

  static let archives: [Lie] = [
    Lie("a second index") { $0.repeated = [IndexLine.path.description] },
    Lie("a file behind the index") {
      $0.behind = [SnapshotDraft.Part(path: "queue/hold/A9", content: SnapshotDraft.message(3))]
    },
    Lie("a message of which the index knows nothing", refusedBy: ["verify"]) {
      $0.files.append(SnapshotDraft.Part(path: "queue/hold/A9", content: SnapshotDraft.message(9)))
    },
    Lie("a file that is none of a snapshot's", refusedBy: ["verify"]) {
      $0.files.append(SnapshotDraft.Part(path: "etc/shadow", content: []))
    },
    Lie("a manifest that does not come first") { $0.isInOrder = false },
    Lie("a second manifest") {
      $0.repeated = [SnapshotManifest.path.description]
    },
    Lie("a manifest of a newer format") {
      $0.manifest = SnapshotDraft.edited($0.manifest, "postkeep.snapshot/1", "postkeep.snapshot/2")
    },
    Lie("a manifest of a format below all") {
      $0.manifest = SnapshotDraft.edited($0.manifest, "postkeep.snapshot/1", "postkeep.snapshot/-1")
    },
    Lie("a manifest that is too large") { $0.manifest += [UInt8](repeating: 0x20, count: 2 << 20) },
    Lie("itself as its base") { $0.manifest = SnapshotDraft.manifest("top", base: "top") },
    Lie("a base that is somewhere else") { $0.manifest = SnapshotDraft.manifest("top", base: "../elsewhere/base") },
    Lie("an id that leads somewhere else") { $0.manifest = SnapshotDraft.manifest("../top", base: "base") },
    Lie("an id that is for a terminal") { $0.manifest = SnapshotDraft.manifest("top\u{1B}[2J", base: "base") },
    Lie("no id") { $0.manifest = SnapshotDraft.manifest("", base: "base") },
  ]

  /// What is exported of the honest snapshot.
  private static let honest = Result {
    let world = try World()
    try SnapshotDraft.top().write(to: world.store)
    guard try world.run("export").status == 0 else { throw TestFailure("the honest snapshot is refused") }
    return try world.exported()
  }

  @Test("A lie is refused", arguments: paths + places + numbers + lines + archives)
  func refused(_ lie: Lie) throws {
    let world = try World()
    let honest = try Self.honest.get()
    var draft = SnapshotDraft.top()
    lie.tell(&draft)
    try draft.write(to: world.store)
    let names = try world.names()
    for command in Lie.all {
      let answer = try world.run(command)
      let said = answer.errors + answer.output
      if lie.refusedBy.contains(command) {
        #expect([1, 64, 66].contains(answer.status), "\(command): \(answer.status) \(said)")
        #expect(said.split(separator: "\n").contains { $0.count > 20 }, "\(command) says nothing: \(said)")
      } else {
        // A full snapshot cannot be folded.
        #expect(answer.status == 0 || command == "fold", "\(command): \(answer.status) \(said)")
      }
      #expect(!said.contains("\u{1B}"), "\(command)")
      // What was exported before an error is whole.
      let left = try world.names().filter { !names.contains($0) && !["A1.eml", "A2.eml", "A3.eml"].contains($0) }
      if answer.status != 0 { #expect(left == [], "\(command) left something") }
      for (name, content) in try world.exported() { #expect(content == honest[name] ?? content, "\(command) \(name)") }
      // What another command may make of it does not count.
      try world.clear()
    }
    #expect([0, 2].contains(try world.run("list").status))
  }

  @Test("An address that is not UTF-8 is no contradiction: the index cannot tell it")
  func oddAddress() throws {
    let odd = ByteString([UInt8]("s\u{E9}".utf8.prefix(1)) + [0xE9, 0x80] + Array("@a.invalid".utf8))
    let time = QueueTime(seconds: 1_764_000_003, microseconds: 3)
    let file = QueueFileWriter.write(
      MessageFile(arrival: time, createTime: time.seconds, sender: odd, recipients: [FileRecipient(odd)])
    ).bytes
    var line = SnapshotDraft.indexed("queue/hold/A1", file, inode: 3)
    (line.sender, line.toDo) = (ByteString(odd.description), [ByteString(odd.description)])
    let world = try World()
    var draft = SnapshotDraft(id: "top", manifest: SnapshotDraft.manifest("top"))
    draft.files = [SnapshotDraft.Part(path: line.path, content: file)]
    draft.index = [SnapshotDraft.text(.message(line))]
    draft.summarize(messages: 1, stored: 1)
    try draft.write(to: world.store)
    let answer = try world.run("verify")
    #expect(answer.status == 0, "\(answer)")
  }

  @Test("Another base of the same queue with the same id is told, where the snapshot knows the one it builds on")
  func exchangedBase() throws {
    let world = try World()
    let honest = SnapshotDraft.base().manifest
    let known = SHA256Digest.text(of: SHA256Digest.of(honest))
    for digest in [known, nil] {
      var top = SnapshotDraft.top()
      top.manifest = SnapshotDraft.manifest("top", base: "base") { $0.baseDigest = digest }
      world.store.remove("top.tar.zst")
      try top.write(to: world.store)
      var base = SnapshotDraft.base()
      world.store.remove("base.tar.zst")
      try base.write(to: world.store)
      #expect(try world.run("verify").status == 0)
      #expect(try world.run("fold").status == 0)
      let folded = try SnapshotFile(Directory(world.store.path), "top-full.tar.zst").manifest()
      #expect(folded.base == nil && folded.baseDigest == nil)
      try world.clear()
      base.manifest = SnapshotDraft.manifest("base") { $0.tags = ["another"] }
      world.store.remove("base.tar.zst")
      try base.write(to: world.store)
      for command in Lie.all {
        let answer = try world.run(command)
        let isTold = (answer.errors + answer.output).contains("is another base than the one on which top builds")
        #expect(isTold == (digest != nil) && (answer.status == 1) == isTold, "\(command): \(answer)")
      }
      try world.clear()
    }
  }

  @Test("A base that builds on what builds on it is no chain")
  func loop() throws {
    let world = try World()
    try SnapshotDraft.top().write(to: world.store)
    var base = SnapshotDraft.base()
    base.manifest = SnapshotDraft.manifest("base", base: "top")
    world.store.remove("base.tar.zst")
    try base.write(to: world.store)
    for command in Lie.all + ["diff"] {
      let answer = try world.run(command)
      #expect(answer.status == 1 && answer.errors.contains("builds on itself"), "\(command): \(answer.errors)")
    }
  }

  @Test("Numbers as large or as small as they get do not stop a command", arguments: [Int64.max, .min, -1, 0])
  func extremes(_ number: Int64) throws {
    let world = try World()
    var draft = SnapshotDraft.top()
    draft.manifest = SnapshotDraft.manifest("top", base: "base") { manifest in
      manifest.window = SnapshotManifest.Window(start: number, end: ~number)
      manifest.messages = Int(number)
      manifest.bytes = Int(number)
      manifest.queue.maximalLifetime = number
    }
    var text = draft.index[1]
    for name in ["inode", "modified", "changed", "owner", "group", "arrival"] {
      text.replace(#""\#(name)":"#, with: #""\#(name)":\#(number),"x":"#)
    }
    draft.index[1] = text
    draft.index[3].replace(#""end_ms":"#, with: #""end_ms":\#(~number),"x":"#)
    draft.index[3].replace(#""bytes":"#, with: #""bytes":\#(number),"x":"#)
    try draft.write(to: world.store)
    for command in Lie.all + ["diff", "list"] {
      let answer = try world.run(command)
      #expect([0, 1, 2, 66].contains(answer.status), "\(command): \(answer.status) \(answer.errors)")
    }
    let prune = try BuiltProgram.run(
      "snapshot", "prune", "--to", world.store.path, "--keep-daily", "1", "--keep-within", "2d", "--keep-yearly", "3")
    #expect([0, 2].contains(prune.status), "\(prune.status) \(prune.errors)")
  }

  @Test("A line of 100 MB is refused before it is in memory", arguments: ["verify", "show"])
  func endlessLine(_ command: String) throws {
    let world = try World()
    let draft = SnapshotDraft.top()
    try world.out.write(draft.manifest, to: "manifest.json")
    let script = """
      cd "$1" && head -c 750000 /dev/urandom | base64 -w 0 > piece &&
      for number in $(seq 100); do cat piece; done > index.jsonl && tar --zstd -cf "$2" manifest.json index.jsonl
      """
    let result = try Subprocess.run("sh", ["-c", script, "sh", world.out.path, "\(world.store.path)/top.tar.zst"])
    #expect(result.status == 0)
    let answer = try world.run(command)
    #expect(answer.status == 1 && answer.errors.contains("a line without an end"), "\(answer.errors)")
  }

  @Test(
    "Wherever the note behind an archive points, its index is the one inside",
    arguments: [0, 1, 9, 100, 1 << 20, 1 << 62, UInt64.max, UInt64.max >> 1])
  func notes(_ place: UInt64) throws {
    let world = try World()
    var draft = SnapshotDraft.top()
    try draft.write(to: world.store)
    let honest = try world.run("show")
    #expect(honest.status == 0)
    world.store.remove("top.tar.zst")
    draft.place = place
    try draft.write(to: world.store)
    for command in Lie.all {
      let answer = try world.run(command)
      // A check tells that the note is wrong; the others do without it. What leads out of the file is no note.
      let isWrong = command == "verify" && 1..<1000 ~= place
      #expect(answer.status == (isWrong ? 1 : 0), "\(command): \(answer.errors)")
      if command == "show" { #expect(answer.output == honest.output) }
      try world.clear()
    }
  }

  @Test(
    "A message of zeros that the manifest announces is read wherever the archive lies; without a word before, it is a bomb",
    arguments: [true, false])
  func zeros(_ isAnnounced: Bool) throws {
    let own = try PrivateDirectory()
    let size = 768 << 20
    let piece = [UInt8](repeating: 0, count: 1 << 20)
    let manifest = SnapshotDraft.manifest("zeros") { manifest in
      (manifest.messages, manifest.bytes) = (1, isAnnounced ? size : 1000)
    }
    var writer = try SnapshotWriter(
      try ArchiveWriter(in: Directory(own.path), named: "zeros.tar.zst"), try SnapshotManifest(json: manifest))
    var message = SnapshotDraft.indexed("queue/hold/A1", [], inode: 1)
    message.stamp.size = size
    var entry = SnapshotDraft.entry(SnapshotDraft.Part(path: message.path, content: []))
    entry.size = size
    var digest = SHA256Digest()
    try writer.begin(entry)
    for _ in 0..<(size >> 20) {
      try writer.write(piece)
      digest.update(piece)
    }
    try writer.end()
    message.digest = digest.sum()
    try writer.add(.message(message))
    var summary = SnapshotSummary()
    (summary.messages, summary.stored, summary.guarantee) = (1, 1, .proved)
    try writer.finish(summary)
    let answer = try BuiltProgram.run("snapshot", "verify", "\(own.path)/zeros.tar.zst")
    #expect(answer.status == (isAnnounced ? 0 : 1), "\(answer)")
    if !isAnnounced { #expect(answer.errors.contains("times as large"), "\(answer)") }
  }

  @Test("An index that only the note shows is found by a check")
  func hiddenIndex() throws {
    let world = try World()
    let draft = SnapshotDraft.top()
    try draft.write(to: world.store)
    let bytes = try FileReading.contents(of: "\(world.store.path)/top.tar.zst")
    // Another archive in a frame that readers of the whole pass over.
    var other = SnapshotDraft(id: "other", manifest: [])
    other.index = [SnapshotDraft.text(.message(SnapshotDraft.indexed("queue/hold/A8", [1], inode: 8)))]
    other.summarize(messages: 1, stored: 1)
    try other.write(to: world.store)
    // Its manifest has to go: the index is to be the first file there.
    let hidden = try Subprocess.run(
      "tar", ["--zstd", "-xf", "\(world.store.path)/other.tar.zst", "-C", world.out.path])
    #expect(hidden.status == 0)
    let packing = try Subprocess.run(
      "tar", ["--zstd", "-cf", "\(world.store.path)/hidden", "-C", world.out.path, "index.jsonl"])
    #expect(packing.status == 0)
    let frame = try FileReading.contents(of: "\(world.store.path)/hidden")
    for name in ["other.tar.zst", "hidden", "top.tar.zst"] { world.store.remove(name) }
    try world.clear()
    let size = (0..<4).map { UInt8(truncatingIfNeeded: frame.count >> (8 * $0)) }
    try world.store.write(
      bytes + [0x50, 0x2A, 0x4D, 0x18] + size + frame + SnapshotDraft.note(UInt64(bytes.count + 8)), to: "top.tar.zst")
    let answer = try world.run("verify")
    #expect(answer.status == 1, "\(answer.output)\(answer.errors)")
  }

  /// A store with an honest base, and a place for what is exported.
  private struct World {
    let store: PrivateDirectory
    let out: PrivateDirectory

    init() throws {
      store = try PrivateDirectory()
      out = try PrivateDirectory()
      chmod(store.path, 0o700)
      try SnapshotDraft.base().write(to: store)
    }

    func run(_ command: String) throws -> BuiltProgram.Answer {
      var words = ["snapshot", command, "--to", store.path]
      switch command {
      case "diff": words += ["base", "top"]
      case "export": words += ["top", "--eml", out.path]
      case "list": break
      default: words.append("top")
      }
      return try BuiltProgram.run(words)
    }

    /// Archives and what was exported.
    func names() throws -> [String] {
      let kept = try FileReading.names(inDirectory: store.path).filter { $0.contains(".tar.zst") }
      return try (kept + FileReading.names(inDirectory: out.path)).sorted()
    }

    func exported() throws -> [String: [UInt8]] {
      try Dictionary(
        uniqueKeysWithValues: FileReading.names(inDirectory: out.path).map {
          ($0, try FileReading.contents(of: "\(out.path)/\($0)"))
        })
    }

    func clear() throws {
      for name in try FileReading.names(inDirectory: store.path) where name.contains("-full") { store.remove(name) }
      for name in try FileReading.names(inDirectory: out.path) { out.remove(name) }
    }
  }
}

extension SnapshotDraft {
  static let sum = SHA256Digest.text(of: SHA256Digest.of(message(3)))

  static func edited(_ text: [UInt8], _ old: String, _ new: String) -> [UInt8] {
    Array(String(decoding: text, as: UTF8.self).replacing(old, with: new).utf8)
  }
}

extension String {
  /// The line of an index with content that is really there.
  fileprivate var withPlace: String { stored(as: "queue/hold/A2", in: "base") }

  fileprivate func stored(as place: String, in snapshot: String) -> String {
    "\(dropLast()),\"stored_in\":\"\(snapshot)\",\"stored_as\":\"\(place)\"}"
  }
}

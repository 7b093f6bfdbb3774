// Snapshots that a disk or a line has damaged: the check finds it, and nobody makes something wrong of them.

import Bytes
import Glibc
import SnapshotArchive
import SystemAccess
import TestSupport
import Testing

@testable import Recovery

@Suite("Damaged snapshots")
struct DamagedSnapshotTests {
  /// A snapshot as the program writes it, with the note behind the index, and another that builds on it.
  private final class World: Sendable {
    let own: PrivateDirectory
    let directory: Directory
    let whole: [UInt8]

    init() throws {
      own = try PrivateDirectory()
      directory = try Directory(own.path)
      let draft = SnapshotDraft.base(count: 30)
      var writer = try SnapshotWriter(
        try ArchiveWriter(in: directory, named: "base.tar.zst"), try SnapshotManifest(json: draft.manifest))
      for part in draft.files {
        try writer.add(SnapshotDraft.entry(part), content: part.content)
      }
      for line in draft.index.dropLast() { try writer.add(try IndexLine(Array(line.utf8), 0..<line.utf8.count)) }
      var summary = SnapshotSummary()
      (summary.messages, summary.logs, summary.stored, summary.guarantee) = (30, 1, 31, .proved)
      try writer.finish(summary)
      var top = SnapshotDraft.top()
      top.index[top.index.count - 1].replace(#""messages":3"#, with: #""messages":31"#)
      try top.write(to: own)
      whole = try FileReading.contents(of: "\(own.path)/base.tar.zst")
    }

    var file: SnapshotFile { SnapshotFile(directory, "base.tar.zst") }

    func put(_ bytes: [UInt8]) throws { try FileWriting.write(bytes, to: "\(own.path)/base.tar.zst") }

    /// Whether a check finds the snapshot good.
    func isGood() -> Bool {
      let result = try? SnapshotVerification.verify(file, find: { _ in throw SnapshotFlaw("no base") }) { _ in }
      return result?.problems.isEmpty == true
    }

    func chain(_ name: ByteString = "base.tar.zst") throws -> SnapshotChain {
      try SnapshotChain(SnapshotFile(directory, name)) { SnapshotFile(self.directory, ByteString("\($0).tar.zst")) }
    }

    func messages(_ name: ByteString = "base.tar.zst") throws -> [IndexedMessage] {
      var messages: [IndexedMessage] = []
      try chain(name).forEachMessage { messages.append($0) }
      return messages
    }

    /// What is exported, by name; what was written before an error counts.
    func exported() throws -> (files: [String: [UInt8]], isWhole: Bool) {
      let out = try PrivateDirectory()
      let report = try? SnapshotExport.export(try chain(), as: .eml, to: try Directory(out.path), paths: nil)
      let isWhole = report?.damage.isEmpty == true && report?.lost.isEmpty == true
      var files: [String: [UInt8]] = [:]
      for name in try FileReading.names(inDirectory: out.path) {
        files[name] = try FileReading.contents(of: "\(out.path)/\(name)")
      }
      return (files, isWhole)
    }

    /// Folds the one that builds on it. Returns what came out; nil for an error.
    func folded() throws -> [IndexedMessage]? {
      let made = try? SnapshotFolding.fold(
        try chain("top.tar.zst"), as: "folded", SnapshotOptions(), to: .file(directory, name: "folded.tar.zst")
      ) { _, _ in }
      defer { own.remove("folded.tar.zst") }
      guard made != nil else {
        #expect(try FileReading.names(inDirectory: own.path).sorted() == ["base.tar.zst", "top.tar.zst"])
        return nil
      }
      let check = try SnapshotVerification.verify(
        SnapshotFile(directory, "folded.tar.zst"), find: { _ in throw SnapshotFlaw("no base") }
      ) { _ in }
      #expect(check.problems.isEmpty)
      return try messages("folded.tar.zst")
    }
  }

  @Test("A flipped bit anywhere is found by the check, or changes nothing for anybody")
  func flips() throws {
    let world = try World()
    #expect(world.isGood())
    let (messages, exported) = (try world.messages(), try world.exported().files)
    let folded = try #require(try world.folded())
    #expect(exported.count == 30 && folded.count == 31)
    var random = SeededRandom(seed: 20_261_127)
    var found = 0
    for number in 0..<1000 {
      let (byte, bit) = (random.below(world.whole.count), random.below(8))
      var flipped = world.whole
      flipped[byte] ^= 1 << bit
      try world.put(flipped)
      let place = "bit \(bit) of byte \(byte) of \(world.whole.count)"
      let isGood = world.isGood()
      if !isGood { found += 1 }
      // The list of messages is read without the messages: damage there does not touch it.
      let shown = try? world.messages()
      #expect(shown == messages || shown == nil && !isGood, "\(place)")
      guard number % 10 == 0 || isGood else { continue }
      let (files, isWhole) = try world.exported()
      let wrong = files.filter { exported[$0.key] != $0.value }.keys
      #expect(wrong.isEmpty, "\(place): \(wrong)")
      #expect(isWhole ? files.count == exported.count : !isGood, "\(place)")
      let again = try world.folded()
      #expect(again == folded || again == nil && !isGood, "\(place)")
    }
    #expect(found > 900)
  }

  @Test("A bit flipped in the last bytes is found, or changes nothing for anybody")
  func flipsAtTheEnd() throws {
    let world = try World()
    let messages = try world.messages()
    for byte in (world.whole.count - 40)..<world.whole.count {
      for bit in 0..<8 {
        var flipped = world.whole
        flipped[byte] ^= 1 << bit
        try world.put(flipped)
        let shown = try? world.messages()
        #expect(shown == messages || shown == nil && !world.isGood(), "bit \(bit) of byte \(byte)")
      }
    }
  }

  @Test("A snapshot that was cut is found, wherever it was cut, unless only the note behind it is missing")
  func cuts() throws {
    let world = try World()
    let messages = try world.messages()
    let size = world.whole.count
    for length in (0..<180).map({ $0 * size / 180 }) + (size - 30..<size) {
      try world.put(Array(world.whole.prefix(length)))
      if length == size - 24 {
        let shown = try world.messages()
        #expect(world.isGood() && shown == messages)
        continue
      }
      #expect(!world.isGood(), "cut at \(length) of \(size)")
      let shown = try? world.messages()
      #expect(shown == nil || shown == messages, "cut at \(length) of \(size)")
    }
  }

  @Test("Behind a damaged frame, every message that it has not hit is exported, and the others are named")
  func salvage() throws {
    let own = try PrivateDirectory()
    let directory = try Directory(own.path)
    let draft = SnapshotDraft.base()
    var writer = try SnapshotWriter(
      try ArchiveWriter(in: directory, named: "base.tar.zst"), try SnapshotManifest(json: draft.manifest))
    var random = SeededRandom(seed: 17)
    var contents: [ByteString: [UInt8]] = [:]
    for number in 1...600 {
      let path = ByteString("queue/deferred/B\(10_000 + number)")
      let content = (0..<2_500).flatMap { _ in withUnsafeBytes(of: random.next()) { Array($0) } }
      contents[path] = content
      try writer.add(
        ArchiveEntry(path: path, size: content.count, modified: FileStatus.Time(seconds: 1)), content: content)
      try writer.add(.message(SnapshotDraft.indexed(path, content, inode: UInt64(number))))
    }
    var summary = SnapshotSummary()
    (summary.messages, summary.stored, summary.guarantee) = (600, 600, .proved)
    try writer.finish(summary)
    var bytes = try FileReading.contents(of: "\(own.path)/base.tar.zst")
    bytes[bytes.count / 2] ^= 4
    try FileWriting.write(bytes, to: "\(own.path)/base.tar.zst")

    let file = SnapshotFile(directory, "base.tar.zst")
    let lost = try #require(file.lostMessages())
    // A frame has two megabytes of content.
    #expect(1...107 ~= lost.count)
    var taken: [ByteString: [UInt8]] = [:]
    let flaw = try file.wholeFiles(contents.mapValues { SHA256Digest.sum(of: $0) }, limit: 1 << 20) {
      taken[$0] = try $1.bytes(0..<$1.size)
    }
    #expect(flaw != nil && taken.count == 600 - lost.count && taken.allSatisfy { contents[$0.key] == $0.value })

    let out = try PrivateDirectory()
    let all = try BuiltProgram.run("snapshot", "export", "\(own.path)/base.tar.zst", "--eml", out.path)
    #expect(all.status == 1 && all.output.contains("exported \(600 - lost.count) messages"), "\(all)")
    #expect(lost.allSatisfy { all.errors.contains("\($0) is lost\n") })
    let one = try PrivateDirectory()
    let last = try BuiltProgram.run(
      "snapshot", "export", "\(own.path)/base.tar.zst", "B10600", "--eml", "\(one.path)/made")
    #expect(last.output.contains("exported 1 message"), "\(last)")
    let verify = try BuiltProgram.run("snapshot", "verify", "\(own.path)/base.tar.zst")
    #expect(
      verify.status == 1 && lost.prefix(100).allSatisfy { verify.errors.contains("\($0) is lost\n") }, "\(verify)")
  }

  @Test("The size of a message that its base stores is compared as well")
  func sizeInBase() throws {
    let world = try World()
    var top = SnapshotDraft.top()
    top.index[top.index.count - 1].replace(#""messages":3"#, with: #""messages":31"#)
    func problems() throws -> [String] {
      world.own.remove("top.tar.zst")
      try top.write(to: world.own)
      return try SnapshotVerification.verify(
        SnapshotFile(world.directory, "top.tar.zst"),
        find: { SnapshotFile(world.directory, ByteString("\($0).tar.zst")) }
      ) { _ in }.problems
    }
    #expect(try problems() == [])
    let size = SnapshotDraft.message(2).count
    top.index[2].replace(#""size":\#(size)"#, with: #""size":1\#(size)"#)
    #expect(
      try problems() == [
        "queue/hold/A2 of base has \(size) bytes, and is in the index with 1\(size), which is that of top"
      ])
  }

  @Test(
    "An export that finds no room leaves no mail that is cut off, and can be run again",
    arguments: SnapshotExport.Form.allCases)
  func fullDisk(form: SnapshotExport.Form) throws {
    let out = try PrivateDirectory()
    let directory = try Directory(out.path)
    let mail = [UInt8](repeating: 0x61, count: 20_000)
    let place = try MailPlace(form, directory)
    let (folder, temporary) = form == .eml ? ("", ".A.tmp") : ("new/", "tmp/A")
    // What an export that was killed leaves behind.
    try out.write([0x61], to: temporary)
    #expect(try place.put(as: "A") { try $0(mail) } && !place.put(as: "A") { try $0(mail) })
    #expect(!FileReading.exists("\(out.path)/\(temporary)"))
    #expect(throws: SystemError.self) { _ = try place.put(as: "A") { try $0([0x62]) } }
    #expect(!FileReading.exists("\(out.path)/\(temporary)"))
    #expect(try FileReading.contents(of: "\(out.path)/\(folder)A") == mail)
  }

  @Test("A damaged snapshot is listed as such, and a new one is not built on it")
  func unusable() throws {
    let world = try World()
    world.own.remove("top.tar.zst")
    chmod(world.own.path, 0o700)
    var flipped = world.whole
    flipped[world.whole.count / 2] ^= 4
    try world.put(flipped)
    let verify = try BuiltProgram.run("snapshot", "verify", "base", "--to", world.own.path)
    #expect(verify.status == 1, "\(verify.output)\(verify.errors)")
    let list = try BuiltProgram.run("snapshot", "list", "--to", world.own.path)
    #expect(list.status == 2 && list.errors.contains("base.tar.zst: "), "\(list.errors)")
    #expect(list.output.contains("BAD"), "\(list.output)")
  }

  @Test("A snapshot of a later format is not called damaged, and no later version finds it remembered as such")
  func laterFormat() throws {
    let own = try PrivateDirectory()
    chmod(own.path, 0o700)
    var draft = SnapshotDraft.base()
    draft.manifest = Array(
      String(decoding: draft.manifest, as: UTF8.self).replacing("postkeep.snapshot/1", with: "postkeep.snapshot/2").utf8
    )
    try draft.write(to: own)
    let archive = "\(own.path)/base.tar.zst"
    for words in [["verify", archive], ["verify", "base", "--to", own.path], ["show", archive]] {
      let answer = try BuiltProgram.run(["snapshot"] + words)
      #expect(answer.status == 66 && answer.errors.contains("\(archive): it has format 2"), "\(words): \(answer)")
      #expect(answer.errors.contains("Take the version of postkeep that wrote it"), "\(answer.errors)")
    }
    #expect(!FileReading.exists("\(own.path)/verified.json"))
  }
}

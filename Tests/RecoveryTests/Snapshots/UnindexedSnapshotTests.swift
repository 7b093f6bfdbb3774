// Snapshots whose index is damaged: what they hold is written as mail all the same, and nothing wrong is.

import Bytes
import PostfixQueue
import SnapshotArchive
import SystemAccess
import TestSupport
import Testing

@testable import Recovery

@Suite("Snapshots without a readable index")
struct UnindexedSnapshotTests {
  private static let count = 500
  private let own: PrivateDirectory
  private let whole: [UInt8]
  /// The mails, by the names that an export gives them.
  private let mails: [String: [UInt8]]

  private var archive: String { "\(own.path)/base.tar.zst" }

  /// An archive of several frames.
  init() throws {
    own = try PrivateDirectory()
    let draft = SnapshotDraft.base()
    var writer = try SnapshotWriter(
      try ArchiveWriter(in: try Directory(own.path), named: "base.tar.zst"), try SnapshotManifest(json: draft.manifest))
    var random = SeededRandom(seed: 5)
    for number in 1...Self.count {
      let arrival = QueueTime(seconds: 1_764_000_000 + number, microseconds: number)
      var message = MessageFile(
        arrival: arrival, createTime: arrival.seconds, sender: "sender@a.invalid",
        recipients: [FileRecipient(ByteString("someone\(number)@b.invalid"))])
      message.headers = [ByteString("Subject: message \(number)")]
      message.body = (0..<400).map { _ in ByteString((0..<4).map { _ in String(random.next(), radix: 36) }.joined()) }
      let content = QueueFileWriter.write(message).bytes
      let path = ByteString("queue/deferred/B\(10_000 + number)")
      var entry = ArchiveEntry(path: path, size: content.count, modified: FileStatus.Time(seconds: 1))
      (entry.mode, entry.owner, entry.group) = (0o700, 106, 113)
      try writer.add(entry, content: content)
      try writer.add(.message(SnapshotDraft.indexed(path, content, inode: UInt64(number))))
    }
    var summary = SnapshotSummary()
    (summary.messages, summary.stored, summary.guarantee) = (Self.count, Self.count, .proved)
    try writer.finish(summary)
    whole = try FileReading.contents(of: "\(own.path)/base.tar.zst")
    let out = try PrivateDirectory()
    #expect(try BuiltProgram.run("snapshot", "export", "\(own.path)/base.tar.zst", "--eml", out.path).status == 0)
    mails = try Self.mails(in: out.path)
    #expect(mails.count == Self.count)
  }

  private static func mails(in directory: String) throws -> [String: [UInt8]] {
    var mails: [String: [UInt8]] = [:]
    for name in try FileReading.names(inDirectory: directory) {
      mails[name] = try FileReading.contents(of: "\(directory)/\(name)")
    }
    return mails
  }

  /// Writes another archive in its place and exports that.
  private func export(_ bytes: [UInt8]) throws -> (answer: BuiltProgram.Answer, mails: [String: [UInt8]]) {
    try FileWriting.write(bytes, to: archive)
    let out = try PrivateDirectory()
    let answer = try BuiltProgram.run("snapshot", "export", archive, "--eml", out.path)
    return (answer, try Self.mails(in: out.path))
  }

  /// Bytes of the index and the note.
  private func endLength() throws -> Int {
    let place = try #require(try SnapshotIndex.notedPlace(in: try Directory(own.path), named: "base.tar.zst"))
    return whole.count - place
  }

  @Test("With a bit flipped in the index, all messages are written, and verify says how many can be read")
  func flippedIndex() throws {
    var bytes = whole
    bytes[whole.count - (try endLength()) / 2] ^= 4
    let (answer, written) = try export(bytes)
    #expect(answer.status == 1 && written == mails, "\(answer)")
    #expect(answer.errors.contains("which messages are missing"), "\(answer.errors)")
    let verify = try BuiltProgram.run("snapshot", "verify", archive)
    #expect(verify.status == 1 && verify.errors.contains("\(Self.count) can be read whole"), "\(verify)")
    let chosen = try BuiltProgram.run("snapshot", "export", archive, "B10001", "--eml", "\(own.path)/one")
    #expect(chosen.status == 1 && !FileReading.exists("\(own.path)/one/B10001.eml"), "\(chosen)")
  }

  @Test("Of an archive that was cut, all messages before the cut are written, and the one that it has hit is named")
  func cut() throws {
    for length in [whole.count * 98 / 100, whole.count - (try endLength()), whole.count - (try endLength()) + 3] {
      let (answer, written) = try export(Array(whole.prefix(length)))
      #expect(answer.status == 1, "\(answer)")
      #expect(written.allSatisfy { mails[$0.key] == $0.value })
      #expect(written.count >= (length < whole.count * 99 / 100 ? Self.count * 9 / 10 : Self.count), "\(written.count)")
    }
    // Compressed by another hand into one frame, and cut: tar would get them as well.
    try FileWriting.write(whole, to: archive)
    let plain = try Subprocess.run("zstd", ["-qdc", archive])
    for bytes in [plain.output, try packed(plain.output)] {
      let (answer, written) = try export(Array(bytes.prefix(bytes.count * 8 / 10)))
      #expect(answer.status == 1 && written.count > Self.count / 2, "\(written.count)")
      #expect(written.allSatisfy { mails[$0.key] == $0.value })
    }
  }

  private func packed(_ bytes: [UInt8]) throws -> [UInt8] {
    try FileWriting.write(bytes, to: "\(own.path)/plain.tar")
    return try Subprocess.run("zstd", ["-qc", "\(own.path)/plain.tar"]).output
  }

  @Test("With damage in the index and before it, what is written is right, whatever was hit")
  func twoFlips() throws {
    var random = SeededRandom(seed: 12)
    for _ in 0..<12 {
      var bytes = whole
      bytes[whole.count - (try endLength()) / 2] ^= 4
      let place = random.below(whole.count - (try endLength()))
      bytes[place] ^= 1 << random.below(8)
      let (answer, written) = try export(bytes)
      #expect(answer.status == 1, "\(place): \(answer)")
      let wrong = written.filter { mails[$0.key] != $0.value }.keys
      #expect(wrong.isEmpty, "\(place): \(wrong)")
    }
  }
}

// Wherever a prune is stopped, no kept snapshot is harmed, the catalogue says what is there, and a rerun finishes.

import Bytes
import Recovery
import SnapshotArchive
import SnapshotCatalogue
import SystemAccess
import TestSupport
import Testing

@Suite("Interrupted prunes", .enabled(if: Interruption.canRun, "needs strace"))
struct InterruptedPruneTests {
  /// Two chains of a full snapshot with two that build on it, and a single one. Of the second chain everything is kept.
  private final class World: Sendable {
    let own: PrivateDirectory
    let path: String
    static let removed = ["a-20261101T100000Z", "a-20261102T100000Z", "a-20261103T100000Z", "a-20261107T100000Z"]
    static let kept = ["a-20261104T100000Z", "a-20261105T100000Z", "a-20261106T100000Z", "a-20261108T100000Z"]

    init() throws {
      own = try PrivateDirectory()
      path = "\(own.path)/snapshots"
      _ = try SnapshotStore.writing(path)
      for day in 1...8 {
        try write(day, base: day == 7 || day == 8 || day % 3 == 1 ? nil : day - 1, tags: 4...6 ~= day ? ["keep"] : [])
      }
      // The catalogue knows them, as after any other command.
      _ = try SnapshotStore.writing(path)
    }

    static func id(_ day: Int) -> String { "a-2026110\(day)T100000Z" }

    private func write(_ day: Int, base: Int?, tags: [String]) throws {
      let start = (1_793_440_800 + Int64(day) * 86_400) * 1000
      let queue = SnapshotManifest.Queue(
        directory: "/var/spool/postfix", configurationDirectory: "/etc/postfix", hashedQueues: [], hashDepth: 1,
        usesLongIDs: false, owner: "postfix", maximalLifetime: 432_000, bounceLifetime: 432_000)
      let manifest = SnapshotManifest(
        id: Self.id(day), host: "a.example.com", program: "0", postfix: nil, queue: queue,
        window: SnapshotManifest.Window(start: start, end: start), guarantee: .proved, base: base.map(Self.id),
        tags: tags, messages: 0, bytes: 0)
      let name = ArchiveName(id: manifest.id)
      var writer = try ArchiveWriter(in: try Directory(path), named: ByteString(name.fileName))
      let index = Array(#"{"summary":{"messages":0,"guarantee":"proved"}}"#.utf8)
      for (path, content) in [(SnapshotManifest.path, manifest.json), ("index.jsonl", index)] {
        try writer.add(
          ArchiveEntry(path: path, size: content.count, modified: FileStatus.Time(seconds: 0)), content: content)
      }
      try writer.finish()
      try own.write("signature of \(day)", to: "snapshots/\(name.signatureName)")
    }

    var prune: [String] {
      ["snapshot", "prune", "--to", path, "--keep-last", "1", "--keep-tag", "keep", "--apply"]
    }

    /// The archives and signatures with their bytes.
    func files() throws -> [String: [UInt8]] {
      var files: [String: [UInt8]] = [:]
      for name in try FileReading.names(inDirectory: path) where name.hasPrefix("a-") {
        files[name] = try FileReading.contents(of: "\(path)/\(name)")
      }
      return files
    }

    /// The ids of all archives, and those that somebody builds on and that are not there.
    func ids() throws -> (present: [String], missing: [String]) {
      let records = try SnapshotStore.reading(path).records
      let ids = records.map(\.id)
      return (ids, records.compactMap(\.base).filter { !ids.contains($0) })
    }
  }

  private static func kept(_ files: [String: [UInt8]]) -> [String: [UInt8]] {
    files.filter { name, _ in World.kept.contains { name.hasPrefix($0) } }
  }

  @Test("A prune that is stopped anywhere harms nothing that is kept", arguments: Interruption.Kind.allCases)
  func stopped(_ kind: Interruption.Kind) throws {
    let model = try World()
    let points = try Interruption.all(
      kind, of: model.prune, touching: model.path, log: "\(model.own.path)/trace")
    #expect(points.count > 30)
    #expect(try model.ids().present == World.kept)
    let next = Counter()
    try Lanes.run(2) { _ in
      while let index = next.next(below: points.count) {
        let world = try World()
        let before = Self.kept(try world.files())
        let result = try points[index].run(world.prune)
        #expect(result.status != 0 || kind != .kill, "\(points[index]) did not happen")
        #expect(Self.kept(try world.files()) == before, "\(points[index])")
        // Half of the worlds also lose their catalogue.
        if index % 2 == 0 { world.own.remove("snapshots/\(SnapshotCatalogue.fileName)") }
        let (present, missing) = try world.ids()
        #expect(missing.isEmpty, "\(points[index])")
        #expect(Set(present).isSuperset(of: World.kept), "\(points[index])")
        let again = try BuiltProgram.run(world.prune)
        #expect(again.status == 0, "\(points[index]): \(again.errors)")
        #expect(try world.ids().present == World.kept, "\(points[index])")
        #expect(try world.files() == before, "\(points[index])")
      }
    }
  }
}

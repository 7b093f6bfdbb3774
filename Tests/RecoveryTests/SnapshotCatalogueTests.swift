// The catalogue says what the archives say, whatever happens to its file.

import Bytes
import SnapshotArchive
import SnapshotCatalogue
import SystemAccess
import TestSupport
import Testing

@testable import Recovery

@Suite("Catalogue of snapshots")
struct SnapshotCatalogueTests {
  private static func world() throws -> StoreWorld {
    let world = try StoreWorld()
    var drafts = StoreWorld.chain
    drafts[0].tags = ["nightly", "before \"upgrade\""]
    drafts[3].guarantee = .bestEffort
    try world.write(drafts)
    return world
  }

  @Test("Only archives that are new are opened")
  func opensNewOnes() throws {
    let world = try Self.world()
    let first = try world.open()
    #expect(first.opened == 4)
    let second = try world.open()
    #expect(second.opened == 0)
    #expect(second.store.records == first.store.records)
    #expect(second.store.records.map(\.id) == StoreWorld.chain.map(\.id))
    #expect(second.store.records[0].tags == ["nightly", "before \"upgrade\""])
    #expect(second.store.records[2].base == StoreWorld.chain[1].id)
    #expect(second.store.records[0].finished == 2)

    try world.write(StoreWorld.Draft("mail1-20261105T100000Z", 1_793_872_800))
    #expect(try world.open().opened == 1)
    world.own.remove("snapshots/\(StoreWorld.chain[0].id).tar.zst")
    #expect(try world.open().store.records.count == 4)
  }

  @Test("An archive that was changed is opened again, and is not verified any more")
  func changedArchive() throws {
    let world = try Self.world()
    let name = "\(StoreWorld.chain[0].id).tar.zst"
    let verification = SnapshotRecord.Verification(time: 1_793_900_000_000, isGood: true)
    try SnapshotStore.writing(world.path).note([name: verification])
    #expect(try world.open().store.records[0].verification == verification)
    // The same bytes, but another time.
    try world.put(try FileReading.contents(of: "\(world.path)/\(name)"), to: name)
    let (store, opened) = try world.open()
    #expect(opened == 1)
    #expect(store.records[0].verification == nil)
  }

  @Test(
    "A catalogue that is missing or of no use is made anew",
    arguments: ["missing", "empty", "noise", "cut", "newer", "older", "foreign", "other table", "flipped"])
  func rebuilt(_ flaw: String) throws {
    let world = try Self.world()
    try SnapshotStore.writing(world.path).note([
      "\(StoreWorld.chain[0].id).tar.zst": SnapshotRecord.Verification(time: 1_793_900_000_000, isGood: true),
      "\(StoreWorld.chain[3].id).tar.zst": SnapshotRecord.Verification(time: 1_793_900_000_001, isGood: false),
    ])
    let before = try world.open().store.records
    #expect(before.map(\.verification?.isGood) == [true, nil, nil, false])
    let file = "snapshots/\(SnapshotCatalogue.fileName)"
    let path = "\(world.own.path)/\(file)"
    func sql(_ text: String) throws { #expect(try Subprocess.run("sqlite3", [path, text]).status == 0) }
    var bytes = try FileReading.contents(of: path)
    switch flaw {
    case "missing": world.own.remove(file)
    case "empty": try world.own.write([], to: file)
    case "noise": try world.own.write("This is no database.\n", to: file)
    case "cut": try world.own.write(Array(bytes.prefix(5000)), to: file)
    case "newer": try sql("PRAGMA user_version = 99")
    case "older": try sql("PRAGMA user_version = 0")
    case "foreign": try sql("DROP TABLE snapshot; CREATE TABLE snapshot (file TEXT)")
    case "other table": try sql("DROP TABLE snapshot; CREATE TABLE other (x)")
    default:
      // The header of the page with the rows.
      for index in 4096..<4104 { bytes[index] ^= 0xFF }
      try world.own.write(bytes, to: file)
    }
    let (store, opened) = try world.open()
    #expect(opened == 4)
    #expect(store.records == before)
    #expect(store.remarks.isEmpty)
    #expect(try world.open().opened == 0)
  }

  @Test("A bit of the catalogue that has flipped, wherever it is, makes nothing of the store another one")
  func flips() throws {
    let world = try Self.world()
    try SnapshotStore.writing(world.path).note([
      "\(StoreWorld.chain[3].id).tar.zst": SnapshotRecord.Verification(time: 1_793_900_000_001, isGood: true)
    ])
    let before = try world.open().store.records
    let file = "snapshots/\(SnapshotCatalogue.fileName)"
    let whole = try FileReading.contents(of: "\(world.own.path)/\(file)")
    // The rows lie at the end of their page.
    let rows = whole.indices.filter { whole[$0] != 0 && $0 > 6500 }
    #expect(rows.count > 300)
    var opened = 0
    for byte in rows {
      var bytes = whole
      bytes[byte] ^= 1 << UInt8(byte % 8)
      try world.own.write(bytes, to: file)
      let (store, count) = try world.open()
      #expect(store.records == before && store.remarks.isEmpty, "bit \(byte % 8) of byte \(byte)")
      if count > 0 { opened += 1 }
    }
    #expect(opened > rows.count / 2)
  }

  @Test("When the catalogue is gone, an archive that has changed since it was verified counts as never verified")
  func verifiedOtherwise() throws {
    let world = try Self.world()
    let names = [0, 1].map { "\(StoreWorld.chain[$0].id).tar.zst" }
    let verification = SnapshotRecord.Verification(time: 1_793_900_000_000, isGood: true)
    try SnapshotStore.writing(world.path).note([names[0]: verification, names[1]: verification])
    world.own.remove("snapshots/\(SnapshotCatalogue.fileName)")
    try world.put(try FileReading.contents(of: "\(world.path)/\(names[0])"), to: names[0])
    #expect(try world.open().store.records.map(\.verification) == [nil, verification, nil, nil])
  }

  @Test(
    "A list of verified archives that is of no use says nothing, and the next verification replaces it",
    arguments: [
      "", "{", "[]", #"{"schema":"postkeep.snapshot.verified/2","archives":[{}]}"#,
      #"{"schema":"postkeep.snapshot.verified/1","archives":[{"file":7},{"size":99999999999999999999}]}"#,
    ])
  func uselessList(_ text: String) throws {
    let world = try Self.world()
    try world.put(Array(text.utf8), to: "verified.json")
    let (store, opened) = try world.open()
    #expect(opened == 4 && store.records.allSatisfy { $0.verification == nil } && store.remarks.isEmpty)
    let verification = SnapshotRecord.Verification(time: 1_793_900_000_000, isGood: true)
    try SnapshotStore.writing(world.path).note(["\(StoreWorld.chain[0].id).tar.zst": verification])
    world.own.remove("snapshots/\(SnapshotCatalogue.fileName)")
    #expect(try world.open().store.records[0].verification == verification)
  }

  @Test("Where the catalogue cannot be written, the archives are read all the same")
  func withoutCatalogue() throws {
    let world = try Self.world()
    world.own.remove("snapshots/\(SnapshotCatalogue.fileName)")
    try Directory(world.path).makeDirectory(SnapshotCatalogue.fileName, mode: 0o700)
    #expect(try world.open().store.records.count == 4)
    let store = try SnapshotStore.writing(world.path)
    #expect(store.records.count == 4)
    #expect(!store.remarks.isEmpty)
  }

  @Test("While somebody holds the lock, a look at the store works and writes nothing")
  func lookUnderLock() throws {
    let world = try Self.world()
    let writer = try SnapshotStore.writing(world.path)
    try world.write(StoreWorld.Draft("mail1-20261105T100000Z", 1_793_872_800))
    #expect(try world.open().opened == 1)
    #expect(try world.open().opened == 1)
    #expect(writer.records.count == 4)
  }
}

// A store of snapshots: a directory with an archive for each, and a catalogue of them.
//
//     <id>.tar.zst        an archive; .tar.zst.age and .tar.zst.gpg are encrypted ones
//     <archive>.sig       its signature
//     catalogue.sqlite    what is in the archives; made anew from them whenever it is missing or of no use
//     verified.json       when each archive was verified, which none of them tells
//     lock                held by whoever changes the store
//
// The archives are the truth. Whoever opens the store compares the directory with the catalogue, and opens only those
// archives that are new to it.

import Bytes
public import SnapshotCatalogue
public import SystemAccess

public final class SnapshotStore {
  public static let usual = "/var/lib/postkeep/snapshots"

  public let path: String
  public let directory: Directory
  /// All snapshots, the oldest first.
  public private(set) var records: [SnapshotRecord]
  /// What a person should know about the catalogue, in sentences. Nothing of it keeps the store from its work.
  public private(set) var remarks: [String]

  /// Nil while the store is only read.
  private let lock: StoreLock?
  private var catalogue: SnapshotCatalogue?

  private init(
    _ directory: Directory, _ path: String, _ records: [SnapshotRecord], lock: StoreLock?, _ shelf: CatalogueShelf,
    _ listing: StoreListing
  ) {
    self.path = path
    self.directory = directory
    self.records = records
    self.lock = lock
    catalogue = shelf.catalogue
    remarks =
      shelf.remarks + listing.links.sorted().map { "\(path)/\(PrintableText.of($0)) is a link, and is passed over" }
  }

  /// Opens a store for a look at it. Nobody has to wait for it.
  /// - Parameter option: that names another one.
  public static func reading(
    _ path: String, option: StoreOption = .to, inspector: SnapshotInspector = ArchiveInspection.inspect
  ) throws(RecoveryFailure) -> SnapshotStore {
    let directory = try StoreDirectory.open(path, option)
    let listing = try StoreDirectory.list(directory, option)
    let shelf = CatalogueShelf(reading: directory)
    let changes = StoreChanges(listing, known: shelf.records, in: directory, inspector: inspector)
    if !changes.isEmpty { shelf.write(changes, in: directory) }
    shelf.catalogue = nil
    return SnapshotStore(directory, path, changes.records, lock: nil, shelf, listing)
  }

  /// Opens a store to change it, and makes it if need be. Throws when somebody else is changing it.
  public static func writing(
    _ path: String, inspector: SnapshotInspector = ArchiveInspection.inspect
  ) throws(RecoveryFailure) -> SnapshotStore {
    let directory = try StoreDirectory.make(path)
    let lock = try StoreLock(directory)
    let listing = try StoreDirectory.list(directory)
    // Whoever wrote them is dead, and nobody else can be writing now.
    for name in listing.leftovers { _ = try? directory.remove(name) }
    let shelf = CatalogueShelf(writing: directory)
    let changes = StoreChanges(listing, known: shelf.records, in: directory, inspector: inspector)
    shelf.apply(changes)
    return SnapshotStore(directory, path, changes.records, lock: lock, shelf, listing)
  }

  /// An id that no snapshot of the store has.
  /// - Parameter time: when the snapshot is taken, in seconds since the epoch.
  public func newID(host: String, time: Int64) -> String { freeID(ArchiveName.id(host: host, time: time)) }

  /// The id, or one like it that no snapshot of the store has, nor one that is missing and on which others build.
  func freeID(_ id: String) -> String {
    let taken = Set(records.flatMap { [$0.id, $0.archiveName.id, $0.base ?? ""] })
    if !taken.contains(id) { return id }
    var number = 2
    while taken.contains("\(id)-\(number)") { number += 1 }
    return "\(id)-\(number)"
  }

  /// Enters an archive that was just put into the directory, with what its writer knows of it.
  /// - Returns: its record.
  @discardableResult
  public func add(
    _ name: ArchiveName, _ inspected: InspectedSnapshot
  ) throws(RecoveryFailure) -> SnapshotRecord {
    let listing = try StoreDirectory.list(directory)
    guard let file = listing.archives.first(where: { $0.name == name }) else {
      throw RecoveryFailure(.unreadable, "cannot enter \(path)/\(name.fileName) into the catalogue: it is not there")
    }
    let record = SnapshotRecord(file, inspected)
    put(record)
    return record
  }

  /// Notes how the checks of archives ended, by the names of their files.
  public func note(_ verifications: [String: SnapshotRecord.Verification]) {
    var checked: [SnapshotRecord] = []
    for index in records.indices {
      guard let verification = verifications[records[index].fileName] else { continue }
      records[index].verification = verification
      checked.append(records[index])
    }
    write { catalogue throws(CatalogueError) in try catalogue.change(adding: checked) }
    do throws(SystemError) { try VerifiedArchives.write(records, in: directory) } catch { remarks.append("\(error)") }
  }

  /// Removes an archive and its signature for good, on the disk before this returns.
  func remove(_ record: SnapshotRecord) throws(SystemError) {
    try directory.remove(ByteString(record.fileName))
    // A base that is removed next must not vanish before what builds on it.
    try directory.sync()
    records.removeAll { $0.fileName == record.fileName }
    // The signature comes last: without it, an archive that is still there would seem to be unsigned.
    if record.isSigned { try directory.remove(ByteString(record.archiveName.signatureName)) }
  }

  /// Brings the catalogue up to date after archives were removed; otherwise whoever opens the store next does.
  func forget(_ removed: [SnapshotRecord]) {
    guard !removed.isEmpty else { return }
    write { catalogue throws(CatalogueError) in try catalogue.change(removing: removed.map(\.fileName)) }
  }

  private func put(_ record: SnapshotRecord) {
    records.removeAll { $0.fileName == record.fileName }
    records.append(record)
    records = SnapshotOrder.sorted(records)
    write { catalogue throws(CatalogueError) in try catalogue.change(adding: [record]) }
  }

  /// What cannot be written is found out again from the archives.
  private func write(_ change: (SnapshotCatalogue) throws(CatalogueError) -> Void) {
    guard let catalogue else { return }
    do throws(CatalogueError) { try change(catalogue) } catch {
      remarks.append("\(error)")
      self.catalogue = nil
    }
  }
}

// The difference between the files of a store and what the catalogue knows of them.

import Bytes
import SnapshotArchive
import SnapshotCatalogue
import SystemAccess

struct StoreChanges {
  /// The records of all archives, the oldest first.
  private(set) var records: [SnapshotRecord] = []
  /// Those that the catalogue lacks.
  private(set) var new: [SnapshotRecord] = []
  /// Files that the catalogue knows and that are gone.
  private(set) var gone: [String] = []

  var isEmpty: Bool { new.isEmpty && gone.isEmpty }

  /// Opens those archives only that are new or have changed.
  init(
    _ listing: StoreListing, known: [SnapshotRecord], in directory: Directory, inspector: SnapshotInspector
  ) {
    var known = Dictionary(known.map { ($0.fileName, $0) }) { first, _ in first }
    lazy var verified = VerifiedArchives(in: directory)
    for file in listing.archives {
      if var record = known.removeValue(forKey: file.name.fileName), record.fileSize == file.size,
        record.fileModified == file.modified
      {
        if record.isSigned != file.isSigned {
          record.isSigned = file.isSigned
          new.append(record)
        }
        records.append(record)
        continue
      }
      var (record, isLasting) = Self.inspect(file, file.name.fileName, in: directory, inspector)
      record.verification = verified[file]
      records.append(record)
      if isLasting { new.append(record) }
    }
    gone = known.keys.sorted()
    records = SnapshotOrder.sorted(records)
  }

  /// The record of an archive, and whether it will stay true for as long as the file is the same.
  static func inspect(
    _ file: StoreListing.Archive, _ fileName: String, in directory: Directory, _ inspector: SnapshotInspector
  ) -> (SnapshotRecord, isLasting: Bool) {
    do {
      return (SnapshotRecord(file, try inspector(directory, fileName)), true)
    } catch {
      // A key may be missing today: nothing is known against an encrypted archive.
      if file.name.encryption != nil { return (SnapshotRecord(file, problem: nil), true) }
      // A disk that fails or a permission that lacks may be another tomorrow.
      switch error {
      case let error as ArchiveError:
        let place = error.path.map { "\(PrintableText.of($0.description)): " } ?? ""
        if case .system = error.cause { return (SnapshotRecord(file, problem: place + error.reason), false) }
        return (SnapshotRecord(file, problem: place + error.reason), true)
      case let error as SystemError: return (SnapshotRecord(file, problem: error.reason), false)
      default: return (SnapshotRecord(file, problem: "\(error)"), true)
      }
    }
  }
}

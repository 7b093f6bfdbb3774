// Asks the archives, before any of them is removed, whether they are what the catalogue takes them for.

import Bytes
import SnapshotArchive
import SnapshotCatalogue
import SystemAccess

struct ArchiveConfirmation {
  private enum Answer {
    case same, another
    case unreadable(String)
  }

  /// The archives that are something else, by their files: what is kept for the sake of whom, nobody knows then.
  private var others: [String] = []
  private var unreadable: [String: String] = [:]

  init(_ records: [SnapshotRecord], in directory: Directory) {
    for record in records {
      switch Self.ask(record, directory) {
      case .same: break
      case .another: others.append(record.fileName)
      case .unreadable(let why): unreadable[record.fileName] = why
      }
    }
  }

  /// Why an archive is not to be removed, as the end of a sentence; nil where nothing speaks against it.
  func objection(to record: SnapshotRecord) -> String? {
    if let other = others.first {
      return "\(other) is not what the catalogue says: remove \(SnapshotCatalogue.fileName), and it is made anew"
    }
    // One that was found damaged is one reason less to keep it.
    guard record.verification?.isGood != false, let why = unreadable[record.fileName] else { return nil }
    return "it cannot be asked what it is: \(why)"
  }

  /// Only the name of an encrypted one can be asked, and nothing of what was no snapshot when it was looked at.
  private static func ask(_ record: SnapshotRecord, _ directory: Directory) -> Answer {
    if record.encryption != nil || !record.isOpened { return .same }
    do {
      let manifest = try ArchiveInspection.lookAtManifest(directory, record.fileName).manifest
      let isSame =
        manifest.id == record.id && manifest.base == record.base && manifest.window.start == record.created
        && manifest.host == record.host && manifest.queue.directory == record.queueDirectory
        && manifest.selection == record.selection && manifest.tags == record.tags
      return isSame ? .same : .another
    } catch {
      return .unreadable(RecoveryFailure(error, "").headline)
    }
  }
}

// The catalogue while a store is opened: taken as it is, made anew, or done without. It never keeps a store from opening.

import Bytes
import SnapshotCatalogue
import SystemAccess

final class CatalogueShelf {
  /// Open for writing; nil when it can only be done without.
  var catalogue: SnapshotCatalogue?
  /// What the catalogue knows.
  private(set) var records: [SnapshotRecord] = []
  private(set) var remarks: [String] = []

  /// For somebody who holds the lock.
  init(writing directory: Directory) { open(directory) }

  /// For somebody who does not.
  init(reading directory: Directory) {
    // A look at a directory that is no store leaves nothing in it.
    guard FileReading.exists("\(directory.path)/\(SnapshotCatalogue.fileName)") else { return }
    // A writer is done with a change after milliseconds.
    for attempt in 0..<20 {
      do throws(CatalogueError) {
        records = try SnapshotCatalogue(reading: directory).records()
        return
      } catch {
        guard error.cause == .busy else { break }
        if attempt < 19 { Pause.milliseconds(50) }
      }
    }
    // Damaged, or left in the middle of a change by a writer that was killed.
    guard let lock = try? StoreLock.free(directory) else { return }
    open(directory)
    withExtendedLifetime(lock) { catalogue = nil }
  }

  private func open(_ directory: Directory) {
    do throws(CatalogueError) {
      let catalogue = try SnapshotCatalogue(in: directory)
      records = try catalogue.records()
      self.catalogue = catalogue
    } catch {
      remarks.append("\(error)")
    }
  }

  /// Writes down what has changed, if nobody else is writing.
  func write(_ changes: StoreChanges, in directory: Directory) {
    guard let lock = try? StoreLock.free(directory) else { return }
    open(directory)
    apply(changes)
    withExtendedLifetime(lock) { catalogue = nil }
  }

  func apply(_ changes: StoreChanges) {
    guard let catalogue, !changes.isEmpty else { return }
    do throws(CatalogueError) {
      try catalogue.change(removing: changes.gone, adding: changes.new)
    } catch {
      remarks.append("\(error)")
      self.catalogue = nil
    }
  }
}

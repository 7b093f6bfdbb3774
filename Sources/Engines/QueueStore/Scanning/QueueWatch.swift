// The directories that a scan has listed, and what has arrived in them since.

import Bytes
import PostfixQueue
import SystemAccess

struct QueueWatch: ~Copyable {
  /// Whether everything that arrives is told.
  private(set) var isProving = true
  private var watch: DirectoryWatch?
  private var folders: [Int32: QueueFolder] = [:]

  init() {
    do throws(SystemError) {
      watch = try DirectoryWatch()
    } catch {
      watch = nil
      isProving = false
    }
  }

  mutating func add(_ folder: QueueFolder) {
    do throws(SystemError) {
      guard let number = try watch?.add(folder.directory) else { return }
      folders[number] = folder
    } catch {
      isProving = false
    }
  }

  struct Chase {
    /// Messages that nobody has visited, each where it was last seen.
    var batches: [NameBatch] = []
    /// Whether the directories have to be listed again: events were lost, or a directory is new.
    var needsListing = false
  }

  /// Looks after every name that arrived since the last call.
  mutating func chase(_ seen: inout InodeSet) -> Chase {
    var chase = Chase()
    for event in watch?.events() ?? [] {
      if event.isOverflow { chase.needsListing = true }
      guard event.isThere, let folder = folders[event.directory] else { continue }
      if event.isDirectory {
        if event.name.count == 1 { chase.needsListing = true }
        continue
      }
      guard QueueID.isLegalName(event.name), event.name.count > 1,
        let status = try? folder.directory.status(of: event.name), status.kind == .regular,
        // A file that is not complete yet will tell when it is.
        MessageMode(rawValue: status.mode).isComplete, seen.insert(status.inode)
      else { continue }
      let names = DirectoryNames(event.name, inode: status.inode)
      chase.batches.append(NameBatch(folder: folder, names: names, indices: [0]))
    }
    return chase
  }
}

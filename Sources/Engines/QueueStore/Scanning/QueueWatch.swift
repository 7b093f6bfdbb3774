// The directories that a scan has listed, and what has arrived in them since.
//
// A directory that nothing was put into or taken from for a while is not watched, for watching makes every open(2) in it
// dearer. Its modification time tells afterwards whether it stayed so. If it did not, everything is listed again and
// watched from then on.

import Bytes
import PostfixQueue
import SystemAccess

struct QueueWatch: ~Copyable {
  /// Whether everything that arrives is told.
  private(set) var isProving = true
  private var watch: DirectoryWatch?
  private var folders: [Int32: QueueFolder] = [:]
  /// Directories at rest, with the time at which they changed last.
  private var resting: [(folder: QueueFolder, modified: FileStatus.Time)] = []
  private var isMoving = false

  /// Seconds. File systems tell times at least this exactly, so that a later change gets another time.
  private static let rest: Int64 = 3

  init() { watch = try? DirectoryWatch() }

  mutating func add(_ folder: QueueFolder) {
    if !isMoving, let status = try? folder.directory.status(), status.modified.seconds < LocalTime.now &- Self.rest {
      return resting.append((folder, status.modified))
    }
    do throws(SystemError) {
      guard let number = try watch?.add(folder.directory) else { return isProving = false }
      folders[number] = folder
    } catch {
      isProving = false
    }
  }

  /// Whether nothing was put into or taken from the directories at rest. If something was, they are to be listed again.
  private mutating func isAtRest() -> Bool {
    for (folder, modified) in resting where (try? folder.directory.status().modified) != modified {
      isMoving = true
      resting = []
      return false
    }
    return true
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
    // Before the events: a message that moves from here to a watched directory is in one of both.
    chase.needsListing = !isAtRest()
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
        folder.name.isReadable(status), seen.insert(status.inode)
      else { continue }
      let names = DirectoryNames(event.name, inode: status.inode)
      chase.batches.append(NameBatch(folder: folder, names: names, indices: [0]))
    }
    return chase
  }
}

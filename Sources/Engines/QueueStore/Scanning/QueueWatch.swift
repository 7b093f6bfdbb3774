// The directories that a scan has listed, and what has arrived in them since.
//
// A directory that nothing was put into or taken from for a while is not watched, for watching makes every open(2) in it
// dearer. Its modification time tells afterwards whether it stayed so. If it did not, everything is listed again and
// watched from then on.

import Bytes
import PostfixQueue
import SystemAccess

final class QueueWatch {
  /// Whether everything that arrives is told.
  private(set) var isProving = true
  /// Names that were removed since; only where all directories are watched.
  private(set) var removed: Set<ByteString> = []
  /// Whether there may have been more: events were lost, or a directory was not watched from its beginning.
  private(set) var hasMissedRemovals = false
  private var watch: DirectoryWatch?
  private var folders: [Int32: QueueFolder] = [:]
  /// Directories at rest, with the time at which they changed last.
  private var resting: [(folder: QueueFolder, modified: FileStatus.Time)] = []
  private var isMoving: Bool
  private let isWatchingAll: Bool
  private var arrivals: Set<Arrival> = []
  /// Whether events were lost, or a directory is new.
  private var hasLostTrack = false

  /// Seconds. File systems tell times at least this exactly, so that a later change gets another time.
  private static let rest: Int64 = 3

  /// - Parameter watchingAll: also directories at rest, so that removals are told from all of them.
  init(watchingAll: Bool = false) {
    isWatchingAll = watchingAll
    isMoving = watchingAll
    watch = try? DirectoryWatch()
  }

  func add(_ folder: QueueFolder) {
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
  private func isAtRest() -> Bool {
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

  private struct Arrival: Hashable {
    let directory: Int32
    let name: ByteString
  }

  /// Whether there may have been more, since the last call.
  func takeMissedRemovals() -> Bool {
    defer { hasMissedRemovals = false }
    return hasMissedRemovals
  }

  /// Takes what the system has to tell before it has too much of it and drops the rest.
  func collect() {
    for event in watch?.events() ?? [] {
      // A new directory is one in which messages may lie already.
      if event.isOverflow || event.isDirectory && event.isThere && event.name.count == 1 {
        hasLostTrack = true
        hasMissedRemovals = true
      }
      if event.isDirectory { continue }
      if event.isThere { arrivals.insert(Arrival(directory: event.directory, name: event.name)) }
      if isWatchingAll, event.isRemoval { removed.insert(event.name) }
    }
  }

  /// Looks after every name that arrived since the last call.
  func chase(
    _ seen: inout SeenMessages, _ linked: inout LinkedNames, where isWanted: (UInt64, ArraySlice<UInt8>) -> Bool
  ) -> Chase {
    var chase = Chase()
    // Before the events: a message that moves from here to a watched directory is in one of both.
    let isAtRest = isAtRest()
    collect()
    chase.needsListing = !isAtRest || hasLostTrack
    hasLostTrack = false
    let names = arrivals
    arrivals = []
    for arrival in names {
      let name = arrival.name
      guard let folder = folders[arrival.directory], QueueID.isLegalName(name), name.count > 1,
        let status = try? folder.directory.status(of: name), status.kind == .regular,
        // A file that is not complete yet will tell when it is.
        folder.name.isReadable(status), isWanted(status.inode, name.bytes[...]),
        seen.insert(status.inode, name.bytes[...])
          || status.links > 1 && linked.isAnother(NameBatch(folder: folder, name, inode: status.inode))
      else { continue }
      chase.batches.append(NameBatch(folder: folder, name, inode: status.inode))
    }
    return chase
  }
}

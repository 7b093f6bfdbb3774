// Walks through the directories of queues and hands out the names in them, batch by batch.
//
// As in Postfix, every one-letter name is a directory to be walked through at once. A directory that appears while the
// walk goes on is met by the watch.

public import Bytes
import PostfixQueue
import SystemAccess

/// A directory of a longer name than those of a hashed queue have, inside a queue: Postfix does not look there.
public struct StrayFolder: Sendable {
  public let parent: FolderName
  public let name: ByteString
}

/// Names of one directory.
struct NameBatch: Sendable {
  let folder: QueueFolder
  let names: DirectoryNames
  /// Which of the names are wanted.
  let indices: [Int32]
}

final class QueueWalk {
  private struct Level {
    let folder: QueueFolder
    let listing: DirectoryListing
  }

  /// Deeper ones are no hash directories.
  private static let deepest = 16
  /// Nobody looks at more of them.
  private static let mostStrays = 1000

  private let store: QueueStore
  private var queues: [QueueName]
  private var levels: [Level] = []
  private(set) var problems: [SystemError] = []
  private(set) var strays: [StrayFolder] = []
  /// Called with every directory before it is listed.
  private let entering: (QueueFolder) -> Void

  init(_ store: QueueStore, _ queues: [QueueName], entering: @escaping (QueueFolder) -> Void) {
    self.store = store
    self.queues = queues.reversed()
    self.entering = entering
  }

  /// The next names; nil when everything was walked through.
  func next(upTo limit: Int, where isWanted: (QueueFolder, DirectoryNames, Int) -> Bool) -> NameBatch? {
    while true {
      guard let level = levels.last else {
        guard let queue = queues.popLast() else { return nil }
        do throws(SystemError) {
          if let directory = try store.folder(queue.rawValue) {
            try enter(QueueFolder(FolderName(queue, hash: []), directory))
          }
        } catch {
          problems.append(error)
        }
        continue
      }
      let names: DirectoryNames
      do throws(SystemError) {
        names = try level.listing.next(upTo: limit)
      } catch {
        problems.append(error)
        levels.removeLast()
        continue
      }
      guard names.count > 0 else {
        levels.removeLast()
        continue
      }
      var indices: [Int32] = []
      indices.reserveCapacity(names.count)
      for index in 0..<names.count {
        if names.length(index) == 1 {
          if levels.count < Self.deepest { descend(level.folder, names[index]) }
        } else if names.isDirectory(index) == true {
          guard strays.count < Self.mostStrays else { continue }
          strays.append(StrayFolder(parent: level.folder.name, name: names[index]))
        } else if names.isPlain(index), isWanted(level.folder, names, index) {
          indices.append(Int32(index))
        }
      }
      if !indices.isEmpty { return NameBatch(folder: level.folder, names: names, indices: indices) }
    }
  }

  private func enter(_ folder: QueueFolder) throws(SystemError) {
    entering(folder)
    levels.append(Level(folder: folder, listing: try DirectoryListing(folder.directory)))
  }

  private func descend(_ folder: QueueFolder, _ name: ByteString) {
    do throws(SystemError) {
      // A file is none of our business, while through a link Postfix goes and we do not.
      guard let status = try folder.directory.status(of: name) else { return }
      if status.kind == .directory { return try enter(try folder.inner(name)) }
      guard status.kind == .link else { return }
      throw SystemError.refusal("read", "\(folder.directory.path)/\(name)", "it is a link, and links are not followed")
    } catch {
      // A directory that has just been removed is passed over.
      if !error.isAbsent { problems.append(error) }
    }
  }
}

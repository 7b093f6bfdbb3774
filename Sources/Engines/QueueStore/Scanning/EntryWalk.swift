// Walks past everything that lies in a queue directory, good or bad, one name after the other.
//
// A scan shows messages only; this shows what else there is. The queue may move meanwhile: what vanishes is passed over,
// and what is moved may be met twice or not at all. Whoever concludes from absence has to look again.

import Bytes
public import SystemAccess

public protocol EntryVisitor {
  /// A directory that is about to be listed, with its status.
  mutating func enter(_ folder: EntryFolder, _ status: FileStatus)
  /// Something in it that is no directory of its own kind.
  mutating func visit(_ entry: QueueEntry, in directory: Directory)
  /// - Parameter isEmpty: whether it held nothing.
  mutating func leave(_ folder: EntryFolder, isEmpty: Bool)
  /// An area that the queue does not have.
  mutating func miss(_ area: QueueArea)
}

extension QueueStore {
  /// Deeper directories are none of Postfix's.
  private static let deepestFolder = 16

  /// - Returns: what could not be read.
  public func walk(_ areas: [QueueArea] = QueueArea.all, _ visitor: inout some EntryVisitor) -> [SystemError] {
    var problems: [SystemError] = []
    for area in areas {
      do throws(SystemError) {
        guard try directory.status(of: ByteString(area.name)) != nil else {
          visitor.miss(area)
          continue
        }
        let folder = EntryFolder(area)
        let found = try directory.directory(ByteString(area.name))
        try walk(folder, found, &visitor, &problems)
      } catch {
        problems.append(error)
      }
    }
    return problems
  }

  private func walk(
    _ folder: EntryFolder, _ directory: Directory, _ visitor: inout some EntryVisitor, _ problems: inout [SystemError]
  ) throws(SystemError) {
    let own = try directory.status()
    visitor.enter(folder, own)
    let listing = try DirectoryListing(directory)
    var isEmpty = true
    while true {
      let names = try listing.next(upTo: 256)
      guard names.count > 0 else { break }
      isEmpty = false
      for index in 0..<names.count {
        let name = names[index]
        do throws(SystemError) {
          guard let status = try directory.status(of: name) else { continue }
          // Another file system is another queue, or none.
          let isInner = name.count == 1 && status.kind == .directory && status.device == own.device
          if isInner, folder.hash.count < Self.deepestFolder {
            try walk(
              EntryFolder(folder.area, hash: folder.hash + [name]), directory.directory(name), &visitor, &problems)
          } else {
            visitor.visit(QueueEntry(folder, name, status), in: directory)
          }
        } catch {
          // A directory that postsuper has just removed.
          if !error.isMissing { problems.append(error) }
        }
      }
    }
    visitor.leave(folder, isEmpty: isEmpty)
  }
}

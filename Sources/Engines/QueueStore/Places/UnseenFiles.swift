// Files in the queue directory that no part of Postfix sees: what was put aside beside the queues, and queues and hash
// directories under other names, such as "deferred.bak" and "deferred/3.old".

public import Bytes
import PostfixQueue
public import SystemAccess

/// A directory of another name than Postfix's, with files in it that have queue ids.
public struct StrayDirectory: Sendable {
  /// Below the queue directory.
  public let path: String
  public let files: Int
  public let status: FileStatus
}

extension QueueStore {
  /// A directory that Postfix makes, and nothing of it puts anything into.
  public static let savedDirectory: ByteString = "saved"

  /// What lies in the directories for what was put aside: path below the queue directory, name, and status.
  public func visitAside(_ visit: (String, ByteString, FileStatus) -> Void) throws(SystemError) {
    for name in [Self.lostDirectory, Self.savedDirectory] {
      guard let directory = try folder(name.description) else { continue }
      try visitNames(below: directory, ofAnyName: true) { directory, path, names, index throws(SystemError) in
        guard let status = try directory.status(of: names, index) else { return }
        visit("\(name)/\(path)\(names[index])", names[index], status)
      }
    }
  }

  /// Directories beside the queues that hold files with queue ids, sorted by their names.
  public func strayQueues() throws(SystemError) -> [StrayDirectory] {
    var strays: [StrayDirectory] = []
    for name in try PrivatePlace.names(in: directory).sorted() where !Self.ownNames.contains(name) {
      do throws(SystemError) {
        // What is mounted here, such as the proc of a chroot jail, is no queue.
        guard let status = try directory.status(of: name), status.kind == .directory,
          status.device == (try self.status().device)
        else { continue }
        let files = try messages(below: directory.directory(name))
        if files > 0 { strays.append(StrayDirectory(path: name.description, files: files, status: status)) }
      } catch {
        if !error.isMissing { throw error }
      }
    }
    return strays
  }

  /// How many files Postfix does not see.
  /// - Parameter strays: directories inside the queues, as a scan has met them.
  public func unseenFiles(strays: [StrayFolder]) throws(SystemError) -> Int {
    var count = try strayQueues().reduce(0) { $0 + $1.files }
    for name in [Self.lostDirectory, Self.savedDirectory] {
      guard let directory = try folder(name.description) else { continue }
      try visitNames(below: directory, ofAnyName: true) { _, _, _, _ in count += 1 }
    }
    for stray in strays {
      guard let parent = try open(stray.parent), try parent.status(of: stray.name)?.kind == .directory else { continue }
      count += try messages(below: parent.directory(stray.name))
    }
    return count
  }

  /// Postfix's own directories and ours.
  private static let ownNames = Set(
    (QueueArea.all + [.flush]).map { ByteString($0.name) }
      + ["pid", "private", "public", savedDirectory, lostDirectory, PrivatePurpose.parentName])
  /// Of a directory that is a copy of a whole queue directory.
  private static let queueNames = Set(QueueName.allCases.map { ByteString($0.rawValue) })

  private func messages(below directory: Directory) throws(SystemError) -> Int {
    var count = 0
    try visitNames(below: directory) { _, _, names, index in if QueueID(names[index]) != nil { count += 1 } }
    return count
  }

  private typealias NameVisit = (Directory, String, DirectoryNames, Int) throws(SystemError) -> Void

  /// Visits what is no directory, in a directory and in those inside it.
  /// - Parameter isAny: whether in all of them, and not only in those whose names a queue directory may have.
  private func visitNames(
    below directory: Directory, ofAnyName isAny: Bool = false, _ path: String = "", depth: Int = 0, _ visit: NameVisit
  ) throws(SystemError) {
    let listing = try DirectoryListing(directory)
    while true {
      let names = try listing.next(upTo: 256)
      guard names.count > 0 else { return }
      for index in 0..<names.count {
        // Not every file system says it in a listing.
        let isDirectory: Bool
        if let known = names.isDirectory(index) {
          isDirectory = known
        } else {
          isDirectory = try directory.status(of: names, index)?.kind == .directory
        }
        guard isDirectory else {
          try visit(directory, path, names, index)
          continue
        }
        let name = names[index]
        guard depth < Self.deepestStray, isAny || name.count == 1 || Self.queueNames.contains(name) else { continue }
        do throws(SystemError) {
          let inner = try directory.directory(name)
          try visitNames(below: inner, ofAnyName: isAny, "\(path)\(name)/", depth: depth + 1, visit)
        } catch {
          if !error.isMissing { throw error }
        }
      }
    }
  }

  /// A queue and its hash directories are not deeper.
  private static let deepestStray = 6
}

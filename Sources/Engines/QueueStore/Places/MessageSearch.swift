// Finds the file of a message by its id, wherever it has been moved to.

public import Bytes
public import PostfixQueue
public import SystemAccess

extension QueueStore {
  /// All files with that name, in the order of the queues.
  ///
  /// Looks where the file should lie first, then at every other depth: an earlier hash_queue_depth leaves files behind.
  public func find(_ name: ByteString, in queues: [QueueName] = QueueName.allCases) throws(SystemError) -> [QueuedFile]
  {
    guard QueueID.isLegalName(name), name.count > 1 else { return [] }
    var found: [QueuedFile] = []
    for queue in queues {
      for depth in 0...Self.deepest {
        let folder = FolderName(queue, hash: QueueID.hashDirectories(for: name, depth: depth))
        guard let directory = try open(folder) else { break }
        if let status = try directory.status(of: name), status.kind == .regular {
          found.append(QueuedFile(folder, name, status))
        }
      }
    }
    return found
  }

  /// The same in directories where Postfix looks for no message of that name. Goes past every name in the queues.
  public func findAnywhere(_ name: ByteString) -> [QueuedFile] {
    var search = NameSearch(name: name)
    _ = walk(QueueName.allCases.map { .messages($0) }, &search)
    return search.found
  }

  /// Whether every directory in which a message with that name could lie can be looked into: no queue is missing, and
  /// nothing is in the place of a directory. Otherwise not finding it says nothing.
  public func seesAllPlaces(of name: ByteString) -> Bool {
    for queue in QueueName.allCases {
      do throws(SystemError) {
        var folder = try directory.directory(ByteString(queue.rawValue))
        do throws(SystemError) {
          for digit in QueueID.hashDirectories(for: name, depth: Self.deepest) { folder = try folder.directory(digit) }
        } catch  where error.isAbsent {}
      } catch {
        return false
      }
    }
    return true
  }

  /// Postfix accepts no greater hash_queue_depth that would make sense: names have five digits that are spread.
  static let deepest = 5

  /// Opens a directory of messages; nil when there is none. Throws when a link or a file is in the place of the queue:
  /// Postfix may know messages there that we cannot see.
  public func open(_ folder: FolderName) throws(SystemError) -> Directory? {
    guard var directory = try self.folder(folder.queue.rawValue) else { return nil }
    do throws(SystemError) {
      for name in folder.hash { directory = try directory.directory(name) }
      return directory
    } catch  where error.isMissing || error.isLoop {
      return nil
    }
  }

  /// Where a message with that name lies in a queue, as the configuration has it.
  public func folder(of name: ByteString, in queue: QueueName) -> FolderName {
    FolderName(queue, hash: QueueID.hashDirectories(for: name, depth: settings.depth(of: queue.rawValue)))
  }
}

private struct NameSearch: EntryVisitor {
  let name: ByteString
  private(set) var found: [QueuedFile] = []

  init(name: ByteString) { self.name = name }

  mutating func visit(_ entry: QueueEntry, in directory: Directory) {
    guard entry.name == name, entry.status.kind == .regular, let queue = entry.folder.area.queue else { return }
    found.append(QueuedFile(FolderName(queue, hash: entry.folder.hash), name, entry.status))
  }

  mutating func enter(_ folder: EntryFolder, _ status: FileStatus) {}
  mutating func leave(_ folder: EntryFolder, isEmpty: Bool) {}
  mutating func miss(_ area: QueueArea) {}
}

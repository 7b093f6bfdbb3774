// Removes messages with their logs, and only the very files that were meant.
//
// A message is first moved, in one step, to a private directory beside the queues. Whoever finds it there knows who took
// it; whoever finds it neither there nor in the queue knows that it left by itself. As long as it lies there its inode
// exists, so that no new message can get its id and its logs. Logs go next, and the file itself last, when its taker says
// that the removal is on record.

public import Bytes
import PostfixQueue
public import SystemAccess

/// A message file as it was read: what must still hold when it is removed.
public struct ReadFile: Sendable {
  public let folder: FolderName
  public let name: ByteString
  public let device: UInt64
  public let inode: UInt64
  public let size: Int
  /// Every move, every finished recipient and every new mark changes this time.
  public let changed: FileStatus.Time
  /// The same, but for moves.
  public let modified: FileStatus.Time

  public init(_ folder: FolderName, _ name: ByteString, _ status: FileStatus) {
    self.folder = folder
    self.name = name
    device = status.device
    inode = status.inode
    size = status.size
    changed = status.changed
    modified = status.modified
  }
}

/// A message that was taken out of the queue.
public struct TakenFile: Hashable, Sendable {
  public let name: ByteString
  public let inode: UInt64

  public init(name: ByteString, inode: UInt64) {
    self.name = name
    self.inode = inode
  }

  /// Its name in the private directory. The same id may lie in two queues.
  var takenName: ByteString { ByteString("\(name).\(inode)") }

  init?(takenName: ByteString) {
    guard let dot = takenName.bytes.lastIndex(of: UInt8(ascii: ".")),
      let inode = UInt64(ByteString(takenName.bytes[(dot + 1)...]).description)
    else { return nil }
    name = ByteString(takenName.bytes[..<dot])
    self.inode = inode
  }
}

public final class QueueRemoval: Sendable {
  private let store: QueueStore
  private let place: PrivatePlace

  /// - Parameter name: of the run that removes.
  public init(_ store: QueueStore, named name: ByteString) throws(SystemError) {
    self.store = store
    place = try PrivatePlace(store, for: .removal, ofRun: name)
  }

  /// Removes the private directory when nothing is in it.
  public func close() { place.close() }

  /// What came of taking a message.
  public enum Taking: Sendable {
    case taken
    /// It is out of the queue, and a log or another name of it is not.
    case takenInPart(SystemError)
    /// Something has happened to it since it was read; nothing is changed.
    case changed
    /// A delivery agent holds its lock; nothing is changed.
    case inDelivery
    /// It cannot be moved; nothing is changed.
    case refused(SystemError)
  }

  /// Takes messages out of the queue and removes their logs.
  public func take(_ files: [ReadFile]) throws(SystemError) -> [Taking] {
    try each(files) { [self] folders, file throws(SystemError) in
      let taken: FileStatus
      do throws(SystemError) {
        switch try take(file, folders) {
        case .whole(let status): taken = status
        case .changed: return .changed
        case .inDelivery: return .inDelivery
        }
      } catch {
        return .refused(error)
      }
      do throws(SystemError) {
        try removeTraces(
          of: file.name, taken,
          isMisplaced: file.folder.path != store.folder(of: file.name, in: file.folder.queue).path, folders)
        return .taken
      } catch {
        return .takenInPart(error)
      }
    }
  }

  private enum Move {
    case whole(FileStatus)
    case changed, inDelivery
  }

  private func take(_ read: ReadFile, _ folders: QueueFolders) throws(SystemError) -> Move {
    guard let directory = try folders.messages(read.folder), let status = try directory.status(of: read.name),
      status.kind == .regular, status.inode == read.inode, status.changed == read.changed, status.size == read.size
    else { return .changed }
    let taken = TakenFile(name: read.name, inode: read.inode)
    guard try directory.move(read.name, to: place.directory, as: taken.takenName) == .done else { return .changed }
    var back = directory
    let moved = try place.directory.movedOut(
      taken.takenName, inode: read.inode, size: read.size, modified: read.modified)
    switch moved {
    case .same(let status): return .whole(status)
    case .another, .inDelivery: break
    case .written where read.folder.queue == .active:
      // A delivery that has just ended may have marked recipients as done. The queue manager may not find it in active
      // any more and forgets it then: it looks at incoming.
      back = try folders.messages(store.folder(of: read.name, in: .incoming)) ?? directory
    case .written: break
    }
    _ = try place.directory.move(taken.takenName, to: back, as: read.name)
    return if case .inDelivery = moved { .inDelivery } else { .changed }
  }

  /// What was taken and not removed yet.
  public func taken() throws(SystemError) -> [TakenFile] {
    try place.names().compactMap { TakenFile(takenName: $0) }
  }

  /// Removes what was taken, for good.
  public func remove(_ taken: [TakenFile]) throws(SystemError) {
    _ = try each(taken) { [place] _, file throws(SystemError) in try place.directory.remove(file.takenName) }
  }

  /// The same for what an interrupted run took: it may not have come to the logs.
  public func finish(_ taken: [TakenFile]) throws(SystemError) {
    _ = try each(taken) { [self] folders, file throws(SystemError) in
      guard let status = try place.directory.status(of: file.takenName) else { return }
      try removeTraces(of: file.name, status, isMisplaced: true, folders)
    }
    try remove(taken)
  }

  /// Removes what else there is of a message that was taken: its logs, and the same file under its id in another queue.
  /// - Parameter isMisplaced: whether an earlier hash_queue_depth may have left its logs elsewhere, too.
  private func removeTraces(
    of name: ByteString, _ taken: FileStatus, isMisplaced: Bool, _ folders: QueueFolders
  ) throws(SystemError) {
    for log in LogName.allCases {
      for directory in try folders.logs(log, of: name, anywhere: isMisplaced) {
        try directory.remove(name)
      }
    }
    guard taken.links > 1 else { return }
    for other in try store.find(name) where other.status.inode == taken.inode {
      try folders.messages(other.folder)?.remove(name)
    }
  }

  // MARK: Many at a time

  private static let threads = 4
  /// How many files a thread is given at a time.
  private static let share = 32

  /// Does something with every file, in several threads where there are many: each waits for the disk most of the time.
  /// - Throws: what went wrong first; what was begun elsewhere is ended.
  private func each<File: Sendable, Output: Sendable>(
    _ files: [File], _ work: @escaping @Sendable (QueueFolders, File) throws(SystemError) -> Output
  ) throws(SystemError) -> [Output] {
    var outputs: [Output] = []
    var start = 0
    try OrderedWork.attempt(
      threads: files.count > 2 * Self.share ? Self.threads : 0, worker: { [store] in QueueFolders(store) },
      input: { () throws(SystemError) -> ArraySlice<File>? in
        let share = files[start..<min(start + Self.share, files.count)]
        start += share.count
        return share.isEmpty ? nil : share
      },
      work: { (folders: inout QueueFolders, share: ArraySlice<File>) throws(SystemError) -> [Output] in
        var outputs: [Output] = []
        for file in share { outputs.append(try work(folders, file)) }
        return outputs
      },
      take: { (some: [Output]) throws(SystemError) in outputs += some })
    return outputs
  }
}

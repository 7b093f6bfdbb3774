// Mail that comes and goes while somebody looks, told by the system without reading the queue.
//
// cleanup(8) makes a message complete by changing the mode of its file, which is one event in incoming. A message that
// is delivered, returned or removed is unlinked. Moves from one queue to another are neither.

import Bytes
import PostfixQueue
public import SystemAccess

public struct QueueMotion: ~Copyable {
  /// What has happened since it was asked for the last time.
  public struct Count: Sendable {
    public var arrived = 0
    public var left = 0
    /// Whether anything at all has happened in the queues.
    public var isMoving = false
    /// Whether the system lost count: both numbers are too low.
    public var isUncertain = false
  }

  private static let queues: [QueueName] = [.maildrop, .incoming, .active, .deferred, .hold]

  private let store: QueueStore
  private var watch: DirectoryWatch
  private var folders: [Int32: QueueName]
  /// Messages of late, so that a second change of a mode is no second arrival.
  private var recent: [Set<ByteString>] = [[], []]

  public init(_ store: QueueStore) throws(SystemError) {
    let watch = try DirectoryWatch()
    folders = try Self.watch(store, watch)
    self.store = store
    self.watch = watch
  }

  public mutating func count() throws(SystemError) -> Count {
    var count = Count()
    var isNew = false
    for event in watch.events() {
      count.isMoving = true
      if event.isOverflow { count.isUncertain = true }
      if event.isDirectory { isNew = isNew || event.isThere }
      guard let queue = folders[event.directory], !event.isDirectory, event.name.count >= 6,
        QueueID.isLegalName(event.name)
      else { continue }
      if event.isAttributes, queue == .incoming, isFirst(event.name) { count.arrived += 1 }
      if event.isRemoval, queue != .maildrop { count.left += 1 }
    }
    if isNew || count.isUncertain { folders = try Self.watch(store, watch) }
    return count
  }

  private mutating func isFirst(_ name: ByteString) -> Bool {
    guard !recent.contains(where: { $0.contains(name) }) else { return false }
    if recent[1].count >= 10_000 { recent = [recent[1], []] }
    recent[1].insert(name)
    return true
  }

  /// Watches every directory of the queues; those that are watched already stay so.
  private static func watch(_ store: QueueStore, _ watch: borrowing DirectoryWatch) throws(SystemError) -> [Int32:
    QueueName]
  {
    var folders: [Int32: QueueName] = [:]
    for queue in queues {
      for folder in try store.folders(of: queue) { folders[try watch.add(folder.directory)] = queue }
    }
    return folders
  }
}

extension QueueStore {
  /// The directory of a queue and those below it.
  fileprivate func folders(of queue: QueueName) throws(SystemError) -> [QueueFolder] {
    guard let directory = try folder(queue.rawValue) else { return [] }
    var folders = [QueueFolder(FolderName(queue, hash: []), directory)]
    var index = 0
    while index < folders.count {
      let folder = folders[index]
      index += 1
      guard folder.name.hash.count < Self.deepest else { continue }
      for letter in Self.hashLetters {
        if let inner = try? folder.inner(letter) { folders.append(inner) }
      }
    }
    return folders
  }

  private static let hashLetters = "0123456789ABCDEF".utf8.map { ByteString([$0]) }
}

// Moves messages out of the queue, with their logs, into a private place beside it, and back again.
//
// The place is laid out as an unhashed queue is, and can be read like one, but Postfix does not look there. Files are
// moved by renames and never over anything: same file, same inode, same name. As long as they lie there, their inodes
// exist, so that no new message gets their ids. A message leaves before its logs and comes back after them: Postfix never
// sees it without them.

public import Bytes
public import PostfixQueue
public import SystemAccess

public final class QueueAside {
  public enum Taking: Sendable {
    case taken
    /// Something has happened to it since it was read; it was left alone.
    case changed
    /// A delivery agent holds its lock, as after 'postfix reload'; it was left alone.
    case inDelivery
    /// Another message of that name was taken from the same queue.
    case nameTaken
  }

  /// The queues from which messages can be taken.
  public static let queues: [QueueName] = [.hold, .deferred, .incoming]
  /// The place, as a queue of its own.
  public let place: QueueStore
  private let queue: QueueStore
  private let directory: PrivatePlace
  private let folders: QueueFolders
  private let placeFolders: QueueFolders
  private let targets: QueueTargets

  /// Opens the place, and makes it if need be.
  /// - Parameter name: of the run that needs it.
  public init(_ queue: QueueStore, named name: ByteString) throws {
    self.queue = queue
    let owner = try queue.settings.ownerUser()
    directory = try PrivatePlace(queue, for: .transfer, ofRun: name)
    targets = QueueTargets(queue, owner, directory)
    let names = Self.queues.map(\.rawValue) + LogName.allCases.map(\.rawValue)
    for name in names { try directory.directory.makeDirectory(ByteString(name), mode: 0o700) }
    place = try QueueStore(queue.settings.flat(at: directory.directory.path))
    folders = QueueFolders(queue)
    placeFolders = QueueFolders(place)
  }

  /// Whether a run has such a place.
  public static func exists(_ queueDirectory: String, named name: String) -> Bool {
    FileReading.exists("\(queueDirectory)/\(PrivatePurpose.transfer.path(ofRun: name))")
  }

  /// Removes the place when nothing is in it.
  public func close() {
    for area in Self.queues.map(\.rawValue) + LogName.allCases.map(\.rawValue) {
      _ = try? directory.directory.removeDirectory(ByteString(area))
    }
    directory.close()
  }

  /// Waits until everything that was moved is on the disk.
  public func sync() throws(SystemError) { try directory.directory.syncFileSystem() }

  /// Every message that lies here.
  public func messages() throws(SystemError) -> [QueuedFile] {
    var visitor = AsideVisitor()
    if let problem = place.walk(Self.queues.map { QueueArea.messages($0) }, &visitor).first { throw problem }
    return visitor.found
  }

  // MARK: Out

  /// Moves a message here, if it is still as it was read.
  public func take(_ read: QueuedFile) throws(SystemError) -> Taking {
    guard let source = try folders.messages(read.folder), let status = try source.status(of: read.name),
      status.kind == .regular, status.inode == read.status.inode, status.changed == read.status.changed,
      status.size == read.status.size, let target = try placeFolders.messages(FolderName(read.queue, hash: []))
    else { return .changed }
    switch try source.move(read.name, to: target, as: read.name) {
    case .sourceMissing: return .changed
    case .targetExists: return .nameTaken
    case .done: break
    }
    let moved = try target.movedOut(
      read.name, inode: read.status.inode, size: read.status.size, modified: read.status.modified)
    guard case .same(let taken) = moved, MessageMode(rawValue: taken.mode).isComplete else {
      _ = try target.move(read.name, to: source, as: read.name)
      return if case .inDelivery = moved { .inDelivery } else { .changed }
    }
    try takeLogs(of: read.name)
    return .taken
  }

  /// The logs about a message that lies here: whoever was interrupted may not have come to them.
  public func takeLogs(of name: ByteString) throws(SystemError) {
    for log in LogName.allCases {
      guard let source = try folders.logs(log, of: name), try source.status(of: name) != nil,
        let target = try placeFolders.logs(log, of: name)
      else { continue }
      _ = try source.move(name, to: target, as: name)
    }
  }

  // MARK: Back

  /// Moves a message back into the queue from which it was taken. What has been moved already is left as it is, so that
  /// this can be repeated.
  /// - Returns: false when something of that name is in the way.
  public func putBack(_ file: QueuedFile) throws(SystemError) -> Bool {
    for log in LogName.allCases {
      guard let source = try placeFolders.logs(log, of: file.name), try source.status(of: file.name) != nil else {
        continue
      }
      let target = try targets.directory(log, of: file.name)
      if try source.move(file.name, to: target, as: file.name) == .targetExists { return false }
    }
    let folder = queue.folder(of: file.name, in: file.queue)
    guard let source = try placeFolders.messages(file.folder) else { return true }
    let target = try targets.directory(folder.queue.rawValue, folder.hash)
    return try source.move(file.name, to: target, as: file.name) != .targetExists
  }

  // MARK: For good

  /// Removes a message and its logs, the message last.
  public func remove(_ file: QueuedFile) throws(SystemError) {
    for log in LogName.allCases { try placeFolders.logs(log, of: file.name)?.remove(file.name) }
    try placeFolders.messages(file.folder)?.remove(file.name)
  }
}

private struct AsideVisitor: EntryVisitor {
  var found: [QueuedFile] = []

  mutating func enter(_ folder: EntryFolder, _ status: FileStatus) {}
  mutating func visit(_ entry: QueueEntry, in directory: Directory) {
    guard let queue = entry.folder.area.queue, entry.status.kind == .regular else { return }
    found.append(QueuedFile(FolderName(queue, hash: entry.folder.hash), entry.name, entry.status))
  }
  mutating func leave(_ folder: EntryFolder, isEmpty: Bool) {}
  mutating func miss(_ area: QueueArea) {}
}

// Where messages are made before they are put into the queue: a private directory beside the queues, on the same file
// system, where Postfix does not look.
//
// A message gets its content, owner, mode and time here, and the id that matches its new inode. It is moved into the
// queue as a whole, and never over another message.

public import Bytes
public import PostfixQueue
public import SystemAccess

public final class QueueStaging {
  let store: QueueStore
  private let owner: UserNames.User
  private let folders: QueueFolders
  private let place: PrivatePlace
  var directory: Directory { place.directory }
  let targets: QueueTargets
  /// Whether this directory was not there before. What a run had here is gone then, with its file system or by somebody's hand.
  public var isNew: Bool { place.isNew }

  /// - Parameter name: of the run that needs it. Each has its own, so that none removes what another needs.
  public init(_ store: QueueStore, named name: ByteString) throws(SystemError) {
    self.store = store
    folders = QueueFolders(store)
    owner = try store.settings.ownerUser()
    place = try PrivatePlace(store, for: .placing, ofRun: name)
    targets = QueueTargets(store, owner, place)
  }

  /// Removes the directory when nothing is in it.
  public func close() { place.close() }

  /// The names of all files here.
  public func names() throws(SystemError) -> [ByteString] {
    try targets.removeRemains()
    return try place.names()
  }

  public func remove(_ name: ByteString) throws(SystemError) { try directory.remove(name) }

  /// Makes a message file and its logs.
  ///
  /// - Parameters:
  ///   - id: the id that the message had.
  ///   - modified: when the queue manager shall try it, in seconds since the epoch.
  ///   - logs: what the logs about it hold.
  ///   - content: of the file.
  ///   - keepingID: whether a long id may stay. The queue manager remembers messages that were in active by their ids, and
  ///     would remove what has one of them.
  /// - Returns: the id that the message will have.
  public func stage(
    _ id: ByteString, modified: Int64, logs: [(log: LogName, content: [UInt8])], content: [UInt8],
    keepingID: Bool
  ) throws(SystemError) -> StagedMessage {
    let temporary = ByteString("\(id).new")
    try directory.remove(temporary)
    let inode = try maker.makeFile(temporary, content, mode: 0o700, modified: modified)
    let name = try name(for: id, inode: inode, from: temporary, keepingID: keepingID)
    for (log, content) in logs {
      let file = Self.name(of: log, of: name)
      try directory.remove(file)
      try maker.makeFile(file, content, mode: 0o600)
    }
    return StagedMessage(old: id, name: name, inode: inode, logs: logs.map(\.log))
  }

  /// Waits until everything that was staged is on the disk.
  public func sync() throws(SystemError) { try directory.syncFileSystem() }

  /// How the log about a message is called here, whose file has this name.
  public static func name(of log: LogName, of file: ByteString) -> ByteString { ByteString("\(file).\(log.rawValue)") }

  /// Makes files here, on any thread.
  public var maker: StagedFileMaker {
    StagedFileMaker(
      directory: directory, owner: owner, submissionGroup: UserNames.group(store.settings.submissionGroup))
  }

  /// The id for a file with this inode: the old one, if it is a long one that nobody has, or else the old one's time with
  /// the new inode. It is in use from then on. Where enable_long_queue_ids is off, it is always a short one: postsuper(1)
  /// would make one of it.
  public func chooseName(
    for id: ByteString, inode: UInt64, avoiding used: inout Set<ByteString>
  ) -> ByteString {
    var candidate = candidate(for: id, inode: inode)
    if candidate.isLong, used.insert(id).inserted { return id }
    candidate = candidate.with(inode: inode)
    while !used.insert(candidate.name).inserted { candidate = candidate.next }
    return candidate.name
  }

  private func candidate(for id: ByteString, inode: UInt64) -> QueueID {
    let candidate = QueueID(id) ?? QueueID(birth: .microseconds(0), inode: inode)
    guard candidate.isLong, !store.settings.usesLongIDs else { return candidate }
    return QueueID(birth: .microseconds(candidate.microseconds), inode: inode)
  }

  /// Gives the file its id: the old one with the new inode. A long id is kept when nobody else has it.
  private func name(
    for id: ByteString, inode: UInt64, from temporary: ByteString, keepingID: Bool
  ) throws(SystemError) -> ByteString {
    var candidate = candidate(for: id, inode: inode)
    var isKept = candidate.isLong && keepingID
    candidate = candidate.with(inode: inode)
    // The file may have got the inode that the old one had.
    if !keepingID, candidate.name == id { candidate = candidate.next }
    while true {
      let name = isKept ? id : candidate.name
      if try isFree(name), try directory.move(temporary, to: directory, as: name) == .done { return name }
      if !isKept { candidate = candidate.next }
      isKept = false
    }
  }

  private func isFree(_ name: ByteString) throws(SystemError) -> Bool {
    guard try store.find(name).isEmpty else { return false }
    for log in LogName.allCases where try folders.logs(log, of: name)?.status(of: name) != nil { return false }
    return true
  }
}

/// A message that waits to be moved into the queue.
public struct StagedMessage: Sendable {
  public let old: ByteString
  /// The id that it will have.
  public let name: ByteString
  public let inode: UInt64
  public let logs: [LogName]
  /// Its name until then.
  public let file: ByteString

  /// The same file in a queue that was copied.
  func with(inode: UInt64) -> StagedMessage {
    StagedMessage(old: old, name: name, inode: inode, logs: logs, file: file)
  }

  /// - Parameter file: nil for the id.
  public init(old: ByteString, name: ByteString, inode: UInt64, logs: [LogName], file: ByteString? = nil) {
    self.old = old
    self.name = name
    self.inode = inode
    self.logs = logs
    self.file = file ?? name
  }
}

extension QueueID {
  /// The same id a microsecond later.
  var next: QueueID {
    let microseconds = (self.microseconds + 1) % 1_000_000
    return switch birth {
    case .microseconds: QueueID(birth: .microseconds(microseconds), inode: inode)
    case .time(let seconds, _): QueueID(birth: .time(seconds: seconds, microseconds: microseconds), inode: inode)
    }
  }
}

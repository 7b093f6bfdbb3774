// What a snapshot's index says about one message: a line of index.jsonl.

public import Bytes
public import PostfixQueue
public import SystemAccess

/// How a file looked, to tell whether it is still the same.
public struct FileStamp: Hashable, Sendable {
  public var inode: UInt64
  /// Bytes.
  public var size: Int
  public var modified: FileStatus.Time
  /// When its content, mode, owner or name was changed last.
  public var changed: FileStatus.Time

  public init(inode: UInt64, size: Int, modified: FileStatus.Time, changed: FileStatus.Time) {
    self.inode = inode
    self.size = size
    self.modified = modified
    self.changed = changed
  }

  public init(_ status: FileStatus) {
    self.init(inode: status.inode, size: status.size, modified: status.modified, changed: status.changed)
  }
}

/// Where the bytes of a file are that this archive does not hold itself.
public struct StoredElsewhere: Hashable, Sendable {
  /// The snapshot's id.
  public var snapshot: String
  /// The path in its archive.
  public var path: ByteString

  public init(snapshot: String, path: ByteString) {
    self.snapshot = snapshot
    self.path = path
  }

  fileprivate func isPlace(in folder: ByteString) -> Bool {
    !snapshot.isEmpty && path.hasPrefix(folder) && ArchivePath.flaw(path) == nil
  }
}

public struct IndexedLog: Hashable, Sendable {
  public var kind: LogName
  public var stamp: FileStamp
  /// Of its bytes.
  public var digest: SHA256Sum
  /// Nil where the archive holds it.
  public var elsewhere: StoredElsewhere?

  public init(kind: LogName, stamp: FileStamp, digest: SHA256Sum, elsewhere: StoredElsewhere? = nil) {
    self.kind = kind
    self.stamp = stamp
    self.digest = digest
    self.elsewhere = elsewhere
  }
}

public struct IndexedMessage: Hashable, Sendable {
  /// In the archive: "queue/deferred/A/A1B2C3".
  public var path: ByteString
  public var stamp: FileStamp
  /// Permission bits.
  public var mode: UInt32
  public var owner: UInt32
  public var group: UInt32
  /// Of its bytes.
  public var digest: SHA256Sum
  /// Nil where the archive holds it.
  public var elsewhere: StoredElsewhere?
  /// In seconds since the epoch; nil where the file does not tell.
  public var arrival: Int64?
  public var arrivalMicroseconds: Int64?
  /// Empty for the null sender; nil where the file has none.
  public var sender: ByteString?
  /// To whom it is still to be delivered.
  public var toDo: [ByteString]
  /// To whom it was delivered or returned.
  public var done: [ByteString]
  /// Whether the records of the file cannot be read up to the end record.
  public var isDamaged: Bool
  public var logs: [IndexedLog]

  public init(
    path: ByteString, stamp: FileStamp, mode: UInt32, owner: UInt32, group: UInt32, digest: SHA256Sum,
    elsewhere: StoredElsewhere? = nil, arrival: Int64?, arrivalMicroseconds: Int64? = nil, sender: ByteString?,
    toDo: [ByteString], done: [ByteString], isDamaged: Bool, logs: [IndexedLog]
  ) {
    self.path = path
    self.stamp = stamp
    self.mode = mode
    self.owner = owner
    self.group = group
    self.digest = digest
    self.elsewhere = elsewhere
    self.arrival = arrival
    self.arrivalMicroseconds = arrivalMicroseconds
    self.sender = sender
    self.toDo = toDo
    self.done = done
    self.isDamaged = isDamaged
    self.logs = logs
  }

  /// The queue id.
  public var id: ByteString { Self.id(of: path) }

  /// The queue id of the message that has a path.
  public static func id(of path: ByteString) -> ByteString { ByteString(idBytes(of: path)) }

  static func idBytes(of path: ByteString) -> ArraySlice<UInt8> {
    path.bytes[(path.bytes.lastIndex(of: UInt8(ascii: "/")).map { $0 + 1 } ?? 0)...]
  }

  /// Nil for a path that is none of a message.
  public var queue: QueueName? { Self.queue(of: path) }

  private static let folders = QueueName.allCases.map { (queue: $0, path: ByteString("queue/\($0.rawValue)/")) }

  private static func queue(of path: ByteString) -> QueueName? {
    folders.first { path.hasPrefix($0.path) }?.queue
  }

  /// Whether a file of that path in an archive is a message.
  public static func isPath(_ path: ByteString) -> Bool { flaw(of: path) == nil }

  /// What no message of a snapshot can have as its path; nil for a good one.
  static func flaw(of path: ByteString) -> String? {
    guard queue(of: path) != nil, ArchivePath.flaw(path) == nil else {
      return "a message with a path that is none of a queue"
    }
    // What Postfix and we take for a message has no other letters in its name.
    for byte in path.bytes.reversed() {
      if byte == UInt8(ascii: "/") { break }
      guard byte.isASCIIAlphanumeric || byte == UInt8(ascii: "_") else {
        return "a message with a name that is no queue id"
      }
    }
    return nil
  }

  /// What no message of a snapshot can be like, however the index came to be; nil for a good one.
  var flaw: String? {
    if let flaw = Self.flaw(of: path) { return flaw }
    guard elsewhere?.isPlace(in: "queue/") ?? true, logs.allSatisfy({ $0.elsewhere?.isPlace(in: "log/") ?? true })
    else {
      return "a message that is stored where none can be"
    }
    return nil
  }

  /// Where a log of this message is in an archive.
  public func path(of log: LogName) -> ByteString {
    ByteString(path: "log", log.rawValue, name: Self.idBytes(of: path))
  }
}

// Anything that lies in a directory of messages or logs, or in flush, whether it should or not.

public import Bytes
public import PostfixQueue
public import SystemAccess

/// A directory of messages, one of logs about them, or flush.
public enum QueueArea: Hashable, Sendable {
  case messages(QueueName)
  case logs(LogName)
  /// Which messages wait for which destination: no messages themselves, and no logs about one.
  case flush

  /// Those of messages and logs.
  public static let all = QueueName.allCases.map { QueueArea.messages($0) } + LogName.allCases.map { .logs($0) }

  public var name: String {
    switch self {
    case .messages(let queue): queue.rawValue
    case .logs(let log): log.rawValue
    case .flush: "flush"
    }
  }

  public var queue: QueueName? { if case .messages(let queue) = self { queue } else { nil } }
  public var log: LogName? { if case .logs(let log) = self { log } else { nil } }
}

/// One directory of an area: its own, or one of the one-letter directories inside it.
public final class EntryFolder: Sendable {
  public let area: QueueArea
  public let hash: [ByteString]
  /// Below the queue directory: "deferred/A".
  public let path: String

  public init(_ area: QueueArea, hash: [ByteString] = []) {
    self.area = area
    self.hash = hash
    path = ([area.name] + hash.map(\.description)).joined(separator: "/")
  }
}

public struct QueueEntry: Sendable {
  public let folder: EntryFolder
  public let name: ByteString
  public let status: FileStatus

  public init(_ folder: EntryFolder, _ name: ByteString, _ status: FileStatus) {
    self.folder = folder
    self.name = name
    self.status = status
  }

  /// Below the queue directory.
  public var path: String { "\(folder.path)/\(name)" }
}

extension QueueStore {
  /// Opens a directory of an area; nil when there is none, or a link in its place.
  public func open(_ folder: EntryFolder) throws(SystemError) -> Directory? {
    do throws(SystemError) {
      var directory = try directory.directory(ByteString(folder.area.name))
      for name in folder.hash { directory = try directory.directory(name) }
      return directory
    } catch  where error.isMissing || error.isLoop {
      return nil
    }
  }

  /// How many directories should lie one in the other below an area.
  public func depth(of area: QueueArea) -> Int { settings.depth(of: area.name) }

  /// Where a message or a log with that name belongs.
  public func home(of name: ByteString, in area: QueueArea) -> [ByteString] {
    QueueID.hashDirectories(for: name, depth: depth(of: area))
  }

  public func space() throws(SystemError) -> FileSystemSpace { try directory.space() }
  public func status() throws(SystemError) -> FileStatus { try directory.status() }
}

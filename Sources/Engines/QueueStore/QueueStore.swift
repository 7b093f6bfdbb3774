// A queue directory on this host.
//
// Files are only ever read relative to open directories and never through links. Postfix moves and removes them at any
// time: a name that is gone is normal, and is looked for elsewhere.

public import Bytes
public import PostfixQueue
import Synchronization
public import SystemAccess

/// Why a queue cannot be used.
public struct QueueStoreError: Error, Sendable, CustomStringConvertible {
  public let cause: SystemError
  /// What the reader can do about it.
  public let advice: String

  public var isPermission: Bool { cause.isPermission }
  public var description: String { "\(cause)\n  \(advice)" }
}

public final class QueueStore: Sendable {
  public let settings: QueueSettings
  let directory: Directory
  /// Directories of logs that were opened, by their path below the queue directory; nil for those that do not exist.
  private let logDirectories = Mutex<[String: Directory?]>([:])

  /// Opens the queue directory. Says no to those who could only see an empty queue.
  public init(_ settings: QueueSettings) throws(QueueStoreError) {
    self.settings = settings
    do throws(SystemError) {
      directory = try Directory(settings.directory)
      var isQueue = false
      for queue in [QueueName.incoming, .active, .deferred] {
        do throws(SystemError) {
          _ = try directory.directory(ByteString(queue.rawValue))
          isQueue = true
        } catch  where error.isMissing {}
      }
      guard isQueue else {
        throw SystemError.refusal("use", settings.directory, "it holds no queues: no incoming, active or deferred")
      }
    } catch {
      throw QueueStoreError(cause: error, advice: Self.advice(error))
    }
  }

  private static func advice(_ error: SystemError) -> String {
    error.isPermission
      ? "Only root and Postfix itself may look into the queue. Run it as root."
      : "Name the configuration whose queue it is with -c, or the queue itself with --queue-dir."
  }

  /// A directory of the queue by name; nil when there is none.
  func folder(_ name: String) throws(SystemError) -> Directory? {
    do throws(SystemError) {
      return try directory.directory(ByteString(name))
    } catch  where error.isMissing {
      return nil
    }
  }

  // MARK: Logs

  /// A log about a message; nil when there is none, or it cannot be read.
  public func log(_ log: LogName, of id: ByteString) -> RecipientLog? {
    content(of: log, id).map { RecipientLog($0) }
  }

  /// The bytes of a log, up to 64 MB.
  public func content(of log: LogName, _ id: ByteString) -> [UInt8]? {
    guard let directory = logDirectory(log, of: id), let file = try? directory.open(id),
      let status = try? file.status(), status.kind == .regular
    else { return nil }
    return try? file.content(limit: 64 << 20, named: "\(directory.path)/\(id)")
  }

  /// The directory in which a log about a message lies or would lie; nil when it does not exist.
  func logDirectory(_ log: LogName, of id: ByteString) -> Directory? {
    let hash = QueueID.hashDirectories(for: id, depth: settings.depth(of: log.rawValue))
    let path = ([log.rawValue] + hash.map(\.description)).joined(separator: "/")
    return logDirectories.withLock { known in
      if let directory = known[path] { return directory }
      var found = try? directory.directory(ByteString(log.rawValue))
      for name in hash { found = found.flatMap { try? $0.directory(name) } }
      // One that is missing may be made at any time.
      if found != nil { known[path] = found }
      return found
    }
  }
}

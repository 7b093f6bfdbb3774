// A queue directory on this host.
//
// Files are only ever read relative to open directories and never through links. Postfix moves and removes them at any
// time: a name that is gone is normal, and is looked for elsewhere.

import Bytes
import PostfixQueue
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
    } catch  where error.isAbsent {
      return nil
    }
  }
}

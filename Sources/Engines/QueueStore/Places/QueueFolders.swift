// The directories of a queue, kept open: whoever goes from message to message finds each file and its logs one open away.
//
// For one thread. A lock that several share would cost more than what it guards.

public import Bytes
public import PostfixQueue
public import SystemAccess

public final class QueueFolders {
  private enum Place: Hashable {
    case messages(QueueName, [ByteString])
    /// With the digits of the ids whose logs are there.
    case logs(LogName, ByteString)
  }

  /// With a deeper hash_queue_depth there are more directories than a process may have open.
  private static let most = 64

  private let store: QueueStore
  private var known: [Place: Directory] = [:]
  /// Where a log was looked for last: the next message mostly has its log there, too.
  private var last: (log: LogName, digits: ByteString, directory: Directory)?

  public init(_ store: QueueStore) { self.store = store }

  /// A directory of messages; nil when there is none.
  public func messages(_ folder: FolderName) throws(SystemError) -> Directory? {
    let place = Place.messages(folder.queue, folder.hash)
    if let directory = known[place] { return directory }
    guard let directory = try store.open(folder) else { return nil }
    keep(directory, place)
    return directory
  }

  /// The directory in which a log about a message lies or would lie; nil when it does not exist. Throws for a link in its
  /// place.
  func logs(_ log: LogName, of id: ByteString) throws(SystemError) -> Directory? {
    let digits = QueueID.hashDigits(for: id, depth: store.settings.depth(of: log.rawValue))
    if let last, last.log == log, last.digits == digits { return last.directory }
    guard let directory = try logs(log, below: digits) else { return nil }
    last = (log, digits, directory)
    return directory
  }

  /// The directories in which a log about a message may lie.
  /// - Parameter anywhere: whether at every hash level, where an earlier hash_queue_depth may have left logs.
  func logs(_ log: LogName, of id: ByteString, anywhere: Bool) throws(SystemError) -> [Directory] {
    guard anywhere else { return try logs(log, of: id).map { [$0] } ?? [] }
    var found: [Directory] = []
    for depth in 0...QueueStore.deepest {
      guard let directory = try logs(log, below: QueueID.hashDigits(for: id, depth: depth)) else { break }
      found.append(directory)
    }
    return found
  }

  private func logs(_ log: LogName, below digits: ByteString) throws(SystemError) -> Directory? {
    let place = Place.logs(log, digits)
    if let directory = known[place] { return directory }
    do throws(SystemError) {
      var found = try store.directory.directory(ByteString(log.rawValue))
      for digit in digits.bytes { found = try found.directory(ByteString([digit])) }
      keep(found, place)
      return found
    } catch {
      // It may be made at any time.
      if error.isAbsent { return nil }
      throw error
    }
  }

  private func keep(_ directory: Directory, _ place: Place) {
    if known.count >= Self.most { known = [:] }
    known[place] = directory
  }

  // MARK: Logs

  /// A log about a message; nil when there is none, it cannot be read, or it has more than 64 MB.
  public func log(_ log: LogName, of id: ByteString) -> RecipientLog? {
    ((try? content(of: log, id, limit: 64 << 20)) ?? nil).map { RecipientLog($0) }
  }

  /// The bytes of a log; nil when there is none. Throws when it cannot be read as a whole.
  /// - Parameter anywhere: whether it is looked for at every hash level.
  public func content(
    of log: LogName, _ id: ByteString, anywhere: Bool = false, limit: Int
  ) throws(SystemError) -> [UInt8]? {
    guard anywhere else {
      // Without a list: this is done for every message.
      guard let directory = try logs(log, of: id) else { return nil }
      return try Self.read(id, in: directory, limit: limit)?.content
    }
    for directory in try logs(log, of: id, anywhere: true) {
      if let log = try Self.read(id, in: directory, limit: limit) { return log.content }
    }
    return nil
  }

  /// A log in one of the directories, as a whole; nil when there is none.
  static func read(
    _ id: ByteString, in directory: Directory, limit: Int
  ) throws(SystemError) -> (status: FileStatus, content: [UInt8])? {
    guard let file = try directory.open(id) else { return nil }
    func path() -> String { "\(directory.path)/\(id)" }
    let status = try file.status()
    guard status.kind == .regular else { throw SystemError.refusal("read", path(), "it is no regular file") }
    let content = try file.content(size: status.size, limit: limit, named: path())
    // One that grows meanwhile has all that it had.
    guard content.count == status.size else {
      throw SystemError.refusal("read", path(), "only \(content.count) of its \(status.size) bytes can be read")
    }
    return (status, content)
  }
}

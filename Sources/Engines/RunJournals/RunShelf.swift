// Where the runs of one kind are kept that changed something: a directory for each, named after the time it began.
//
//     /var/lib/postkeep/restores/20261126T191216Z/

public import Bytes
public import SystemAccess

public final class RunShelf: Sendable {
  /// The directory for what must not be forgotten, unless somebody names another one.
  public static let usualState = "/var/lib/postkeep"

  public let directory: Directory
  private let isUsual: Bool
  public var path: String { directory.path }

  /// Opens the shelf, or makes it for root alone.
  /// - Parameters:
  ///   - state: the directory for everything that must not be forgotten; the one above it has to exist.
  ///   - name: of the shelf in it.
  public init(_ state: String, _ name: ByteString) throws(SystemError) {
    isUsual = state == Self.usualState
    let state = try Directory.made(state, mode: 0o700)
    // Whatever a run says is on the disk can be found there.
    if try state.makeDirectory(name, mode: 0o700) { try state.sync() }
    directory = try state.directory(name)
  }

  /// Whether there is such a shelf: a command that changes nothing makes none.
  public static func exists(_ state: String, _ name: ByteString) throws(SystemError) -> Bool {
    do throws(SystemError) { _ = try Directory("\(state)/\(name)") } catch {
      if error.isAbsent { return false }
      throw error
    }
    return true
  }

  /// Makes the directory of a new run.
  /// - Parameter now: seconds since the epoch.
  public func begin(at now: Int64) throws(SystemError) -> (id: String, directory: Directory) {
    let base = try LocalTime.compactUTC(now) + mark
    var id = base
    var number = 1
    while try !directory.makeDirectory(ByteString(id), mode: 0o700) {
      number += 1
      id = "\(base)-\(number)"
    }
    return (id, try directory.directory(ByteString(id)))
  }

  /// Whether a name is one that a run gets, such as "20261126T191216Z-1f3c-2", and of a run that began before a time.
  /// - Parameter time: seconds since the epoch; nil for any.
  public static func isRun(_ name: String, startedBefore time: Int64? = nil) -> Bool {
    let parts = name.split(separator: "-", omittingEmptySubsequences: false)
    guard let moment = parts.first, moment.wholeMatch(of: /[0-9]{8}T[0-9]{6}Z/) != nil,
      parts.dropFirst().allSatisfy({ $0.wholeMatch(of: /[0-9a-f]+/) != nil })
    else { return false }
    return time.map { moment < LocalTime.compactUTC($0) } ?? true
  }

  /// Tells this directory from others: runs of two of them may have one queue, where each run has a directory of its name.
  private var mark: String {
    get throws(SystemError) {
      if isUsual { return "" }
      let inode = try directory.status().inode
      return "-" + String(0x10000 | (inode ^ inode >> 16) & 0xFFFF, radix: 16).dropFirst()
    }
  }

  /// The directory for everything that must not be forgotten, of a run's directory.
  public static func state(of run: Directory) -> String { FilePath.split(FilePath.split(run.path).directory).directory }

  /// The directory of a run; nil when there is none of that name.
  public func open(_ id: String) throws(SystemError) -> Directory? {
    guard !id.isEmpty, !id.contains("/"), !id.hasPrefix(".") else { return nil }
    do throws(SystemError) { return try directory.directory(ByteString(id)) } catch {
      if error.isMissing || error.isNoFile { return nil }
      throw error
    }
  }

  /// The names of all runs, the oldest first.
  public var ids: [String] {
    get throws(SystemError) { try FileReading.names(inDirectory: path).sorted() }
  }

  /// Keeps others from changing the same things at the same time; nil when somebody else does.
  public func lock() throws(SystemError) -> FileLock? { try FileLock("lock", in: directory) }

  /// Makes a file of a run and waits until it is on the disk.
  public static func write(_ bytes: [UInt8], to name: ByteString, in directory: Directory) throws(SystemError) {
    let path = "\(directory.path)/\(name)"
    let file = try directory.create(name, mode: 0o600)
    try file.write(bytes, named: path)
    try file.sync(named: path)
  }
}

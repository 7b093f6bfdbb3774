// A message as it was read from a live queue, with its logs, which are read after it.
//
// bounce(8) writes its log before a delivery agent marks the recipient as done. So what a message's marks say is in the
// logs that are read afterwards, or has become a notice that is in the queue itself.

public import Bytes
public import PostfixQueue
public import SystemAccess

public struct CapturedLog: Sendable {
  public let kind: LogName
  public let status: FileStatus
  public let content: [UInt8]
}

/// A message file that stays open, because it is too large to be in memory. Whoever reads it reads the logs afterwards.
public final class OpenMessage: Sendable {
  private let file: OpenFile

  init(_ file: consuming OpenFile) { self.file = file }

  /// Reads from an offset. Returns how many bytes; 0 at the end and when reading fails.
  public func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) -> Int {
    file.read(into: buffer, at: offset)
  }
}

public struct CapturedMessage: Sendable {
  public enum Content: Sendable {
    case bytes([UInt8])
    case open(OpenMessage)
  }

  public let file: QueuedFile
  public let content: Content
  /// None for an open message: they have to be read after it.
  public let logs: CapturedLogs
}

/// The logs about a message.
public struct CapturedLogs: Sendable {
  public private(set) var logs: [CapturedLog] = []
  /// What there is of them and cannot be read.
  public private(set) var problems: [SystemError] = []

  init() {}

  /// Reads them as they are now.
  public init(of id: ByteString, in folders: QueueFolders) {
    for kind in LogName.allCases {
      do throws(SystemError) {
        if let log = try Self.read(kind, id, folders) { logs.append(log) }
      } catch {
        problems.append(error)
      }
    }
  }

  /// Bytes.
  private static let largest = 256 << 20

  private static func read(
    _ kind: LogName, _ id: ByteString, _ folders: QueueFolders
  ) throws(SystemError) -> CapturedLog? {
    guard let directory = try folders.logs(kind, of: id),
      let log = try QueueFolders.read(id, in: directory, limit: largest)
    else { return nil }
    return CapturedLog(kind: kind, status: log.status, content: log.content)
  }
}

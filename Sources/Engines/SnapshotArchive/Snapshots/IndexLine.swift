// The last file of a snapshot, index.jsonl: lines of what left the queue, a line for each message, and the summary.

public import Bytes
public import JSONText
import PostfixQueue
import SystemAccess

/// What is made of a line of an index.
public protocol IndexReading {
  /// - Parameter range: the line in `bytes`.
  init(_ bytes: [UInt8], _ range: Range<Int>) throws(SnapshotFlaw)
  var kind: IndexLineKind { get }
}

public enum IndexLineKind {
  case message
  /// What left the queue, which comes before all messages.
  case left
  case summary(SnapshotSummary)
}

public enum IndexLine: IndexReading, Hashable, Sendable {
  public static let path: ByteString = "index.jsonl"

  case message(IndexedMessage)
  /// A message of the base that is not in the queue any more, by its path in the base's index.
  case gone(ByteString)
  /// A message of this archive that was delivered or removed while the snapshot was taken, by its path. It is not to be
  /// restored.
  case finished(ByteString)
  case summary(SnapshotSummary)

  public var kind: IndexLineKind {
    switch self {
    case .message: .message
    case .gone, .finished: .left
    case .summary(let summary): .summary(summary)
    }
  }

  public init(_ bytes: [UInt8], _ range: Range<Int>) throws(SnapshotFlaw) {
    do throws(JSONError) {
      var cursor = JSONCursor(bytes, range)
      self = try Self.read(&cursor)
      try cursor.finish()
    } catch {
      throw SnapshotFlaw("its index cannot be read: \(error)")
    }
  }

  private static func read(_ cursor: inout JSONCursor) throws(JSONError) -> IndexLine {
    var message = IndexedMessage.blank
    var line: IndexLine?
    var hasSum = false
    try cursor.object { (cursor, name) throws(JSONError) in
      if name == "gone" {
        line = .gone(try cursor.text())
      } else if name == "finished" {
        line = .finished(try cursor.text())
      } else if name == "summary" {
        line = .summary(try SnapshotSummary(&cursor))
      } else {
        hasSum = hasSum || name == "sha256"
        try message.read(name, &cursor)
      }
    }
    if let line { return line }
    guard hasSum else { throw JSONError(offset: 0, message: "a message without a sum") }
    if let flaw = message.flaw { throw JSONError(offset: 0, message: flaw) }
    return .message(message)
  }
}

extension IndexLine: JSONWritable {
  public func write(to json: inout JSONWriter) {
    switch self {
    case .message(let message): json.object { message.writeMembers(to: &$0) }
    case .gone(let path): json.object { $0.member("gone", path) }
    case .finished(let path): json.object { $0.member("finished", path) }
    case .summary(let summary): json.object { json in json.object("summary") { summary.writeMembers(to: &$0) } }
    }
  }
}

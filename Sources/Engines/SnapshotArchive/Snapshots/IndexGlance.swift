// A line of an index read at a glance: enough to tell whether a message is still as it was. A tenth of the effort of all.

public import Bytes
import JSONText
import SystemAccess

public enum IndexGlance: IndexReading {
  case message(GlancedMessage)
  case gone(ByteString)
  case finished(ByteString)
  case summary(SnapshotSummary)

  public init(_ bytes: [UInt8], _ range: Range<Int>) throws(SnapshotFlaw) {
    do throws(JSONError) {
      var cursor = JSONCursor(bytes, range)
      var message = GlancedMessage(bytes, range)
      var line: IndexGlance?
      try cursor.object { (cursor, name) throws(JSONError) in
        if name == "gone" {
          line = .gone(try cursor.text())
        } else if name == "finished" {
          line = .finished(try cursor.text())
        } else if name == "summary" {
          line = .summary(try SnapshotSummary(&cursor))
        } else {
          try message.read(name, &cursor)
        }
      }
      try cursor.finish()
      if line == nil, let flaw = IndexedMessage.flaw(of: message.path) { throw JSONError(offset: 0, message: flaw) }
      self = line ?? .message(message)
    } catch {
      throw SnapshotFlaw("its index cannot be read: \(error)")
    }
  }

  public var kind: IndexLineKind {
    switch self {
    case .message: .message
    case .gone, .finished: .left
    case .summary(let summary): .summary(summary)
    }
  }
}

public struct GlancedMessage {
  public private(set) var path = ByteString.empty
  public private(set) var stamp = FileStamp.blank
  /// Whether its records are damaged.
  public private(set) var isDamaged = false
  /// How many logs it has, and their bytes.
  public private(set) var logs = 0
  public private(set) var logBytes = 0
  private let text: [UInt8]
  private let range: Range<Int>

  init(_ text: [UInt8], _ range: Range<Int>) {
    self.text = text
    self.range = range
  }

  /// The queue id.
  public var idBytes: ArraySlice<UInt8> { IndexedMessage.idBytes(of: path) }

  /// All that the line says.
  public func message() throws(SnapshotFlaw) -> IndexedMessage {
    guard case .message(let message) = try IndexLine(text, range) else {
      throw SnapshotFlaw("its index has a line without a path")
    }
    return message
  }

  mutating func read(_ name: JSONCursor.Name, _ cursor: inout JSONCursor) throws(JSONError) {
    if name == "path" {
      path = try cursor.text()
    } else if name == "damaged" {
      isDamaged = try cursor.bool()
    } else if name == "logs" {
      try cursor.array { (cursor) throws(JSONError) in
        logs += 1
        try cursor.object { (cursor, name) throws(JSONError) in
          if name == "size" { logBytes &+= max(0, Int(clamping: try cursor.integer())) } else { try cursor.skip() }
        }
      }
    } else if try !stamp.read(name, &cursor) {
      try cursor.skip()
    }
  }
}

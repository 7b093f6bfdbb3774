// What Postfix knows about a message besides its content: sender, recipients, times, where it came from.
//
// Texts are ranges of the bytes of the window that the envelope was read from, so that a million envelopes can be read
// without keeping one. An envelope is a value to be used again: `read` replaces what it held.

public import Bytes

public struct Envelope: Sendable {
  public struct Recipient: Sendable {
    public enum State: Sendable {
      case toDo, done
      /// Taken away by a Milter.
      case cancelled
    }

    public let address: Range<Int>
    /// Before virtual aliases and canonical maps, where it was kept.
    public let original: Range<Int>?
    public let state: State
    /// Where the recipient's record begins in the file; defer logs name it.
    public let offset: Int
    /// NOTIFY of the client. Bits: 1 never, 2 success, 4 failure, 8 delay.
    public let notify: Int64?
    /// ORCPT of the client, with its type: "rfc822;…".
    public let dsnOriginal: Range<Int>?
  }

  public internal(set) var size: SizeRecord?
  /// The size in bytes as mailq takes it from what stands in front of the sender; nil where it takes the file's.
  public internal(set) var listedSize: Int64?
  /// When the message arrived, in seconds since the epoch. A message keeps it when it is queued again.
  public internal(set) var arrival: Int64?
  public internal(set) var arrivalMicroseconds: Int64?
  /// The arrival as mailq takes it from what stands in front of the sender; nil where it takes the file's time of change.
  /// Source: showq.c.
  public internal(set) var listedArrival: Int64?
  /// Empty for the null sender of bounces; nil when the file has none.
  public internal(set) var sender: Range<Int>?
  public internal(set) var recipients: [Recipient] = []
  /// The records of `name=value` attributes.
  public internal(set) var attributes: [Range<Int>] = []
  /// When a warning about the delay is due, in seconds since the epoch; nil for never and for already sent.
  public internal(set) var warningTime: Int64?
  public internal(set) var filter: Range<Int>?
  public internal(set) var redirect: Range<Int>?
  /// Where the content begins in the file, in bytes, also where its end is not to be found, or where the size record alone
  /// tells.
  public internal(set) var contentStart: Int?
  /// Where the content begins and ends in the file, in bytes.
  public internal(set) var content: Range<Int>?
  /// Whether the end record was reached.
  public internal(set) var isComplete = false
  public internal(set) var damage: [QueueFileDamage] = []

  public init() {}

  /// The value of an attribute, such as "sasl_username"; the last one counts.
  public func attribute(_ name: StaticString, in window: QueueFileWindow) -> ByteString? {
    attributeBytes(name, in: window).map { ByteString($0) }
  }

  /// The same without a copy.
  public func attributeBytes(_ name: StaticString, in window: QueueFileWindow) -> ArraySlice<UInt8>? {
    value(of: name, in: window).map { window.bytes[$0] }
  }

  /// When this queue file was made, in seconds since the epoch: what backoff and expiry count from.
  public func createTime(in window: QueueFileWindow) -> Int64? {
    value(of: "create_time", in: window).flatMap { RecordNumbers.first(window.bytes, $0) } ?? arrival
  }

  private func value(of name: StaticString, in window: QueueFileWindow) -> Range<Int>? {
    let letter = name.utf8Start[0]
    for range in attributes.reversed() where window.mayBegin(with: letter, range) {
      if let value = window.bytes.value(of: name, in: range) { return value }
    }
    return nil
  }
}

extension QueueFileWindow {
  /// Passes over most of the records that have another name.
  @inline(__always)
  fileprivate func mayBegin(with letter: UInt8, _ range: Range<Int>) -> Bool {
    guard !range.isEmpty else { return false }
    let first = bytes[range.lowerBound]
    return first == letter || first.isASCIISpace
  }

  /// A range of the window as text.
  public func text(_ range: Range<Int>) -> ByteString { ByteString(bytes[range]) }

  /// A part of the file itself, brought into memory; nil when the file does not have it.
  public mutating func text(at offset: Int, _ count: Int) -> ByteString? {
    place(of: offset, count: count).map { ByteString(bytes[$0..<($0 + count)]) }
  }
}

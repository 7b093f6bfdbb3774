// A defer, bounce or trace log: what happened to the recipients of a message, one paragraph for each attempt.
//
// A paragraph is lines of name=value. In front stands the older form "<recipient>: reason", which is all that very old
// logs have. Unknown names are passed over, as Postfix does. Source: bounce_log.c.

public import Bytes

public struct RecipientLog: Sendable {
  /// What the places of the paragraphs are ranges of.
  public let bytes: [UInt8]
  /// Where the paragraphs have their texts. A listing, which reads a log for every message, needs no more.
  public let places: [LogPlaces]

  public init(_ content: [UInt8]) {
    bytes = content
    var all: [LogPlaces] = []
    var places = LogPlaces()
    var isOpen = false
    var start = 0
    while start < content.count {
      let end = content.firstIndex(of: 0x0A, in: start..<content.count) ?? content.count
      if end > start {
        places.read(start..<end, of: content)
        isOpen = true
      } else if isOpen {
        all.append(places)
        places = LogPlaces()
        isOpen = false
      }
      start = end + 1
    }
    if isOpen { all.append(places) }
    self.places = all
  }

  public struct Paragraph: Hashable, Sendable {
    /// In external form, "<>" for none.
    public let recipient: ByteString
    public let originalRecipient: ByteString?
    /// Where the recipient's record begins in the message file.
    public let offset: Int64?
    /// The enhanced status code, such as 4.4.1.
    public let status: ByteString?
    /// "delayed", "failed", "delivered"…
    public let action: ByteString?
    public let remoteHost: ByteString?
    /// What the other server said.
    public let remoteReply: ByteString?
    public let reason: ByteString
  }

  public var paragraphs: [Paragraph] { places.map { paragraph($0) } }

  public func paragraph(_ places: LogPlaces) -> Paragraph {
    func text(_ place: Range<Int>) -> ByteString { ByteString(bytes[place]) }
    return Paragraph(
      recipient: text(places.recipient), originalRecipient: places.originalRecipient.map(text),
      offset: places.offset, status: places.status.map(text), action: places.action.map(text),
      remoteHost: places.remoteHost.map(text), remoteReply: places.remoteReply.map(text),
      reason: text(places.reason))
  }
}

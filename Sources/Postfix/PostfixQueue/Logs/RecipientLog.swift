// A defer, bounce or trace log: what happened to the recipients of a message, one paragraph for each attempt.
//
// A paragraph is lines of name=value. In front stands the older form "<recipient>: reason", which is all that very old
// logs have. Unknown names are passed over, as Postfix does. A blank line ends a paragraph: without one, bounce(8) is
// still writing, and what it has written may be half an address. A NUL ends a line. Source: bounce_log.c.

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
    while let newline = content.firstIndex(of: 0x0A, in: start..<content.count) {
      let end = content.firstIndex(of: 0x00, in: start..<newline) ?? newline
      if end > start {
        places.read(start..<end, of: content)
        isOpen = true
      } else if isOpen {
        all.append(places)
        places = LogPlaces()
        isOpen = false
      }
      start = newline + 1
    }
    // What the last line lacks is its newline, not its NUL.
    if isOpen, start < content.count, content[start] == 0 { all.append(places) }
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
    public let reason: ByteString?
  }

  public var paragraphs: [Paragraph] { places.map { paragraph($0) } }

  public func paragraph(_ places: LogPlaces) -> Paragraph {
    func text(_ place: Range<Int>) -> ByteString { ByteString(bytes[place]) }
    return Paragraph(
      recipient: ByteString(recipient(places)), originalRecipient: places.originalRecipient.map(text),
      offset: places.offset, status: places.status.map(text), action: places.action.map(text),
      remoteHost: places.remoteHost.map(text), remoteReply: places.remoteReply.map(text),
      reason: places.reason.map(text))
  }

  // MARK: What Postfix says where a paragraph says nothing

  private static let noAddress = Array("(MAILER-DAEMON)".utf8)[...]
  private static let noRecipient = Array("(recipient address unavailable)".utf8)[...]
  public static let noReason = Array("(description unavailable)".utf8)[...]

  public func recipient(_ places: LogPlaces) -> ArraySlice<UInt8> {
    guard let place = places.recipient else { return Self.noRecipient }
    return place.isEmpty ? Self.noAddress : bytes[place]
  }

  public func reason(_ places: LogPlaces) -> ArraySlice<UInt8> { places.reason.map { bytes[$0] } ?? Self.noReason }
}

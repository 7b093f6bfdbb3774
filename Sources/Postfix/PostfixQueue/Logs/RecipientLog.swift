// A defer, bounce or trace log: what happened to the recipients of a message, one paragraph for each attempt.
//
// A paragraph is lines of name=value. In front stands the older form "<recipient>: reason", which is all that very old
// logs have. Unknown names are passed over, as Postfix does. Source: bounce_log.c.

public import Bytes

public struct RecipientLog: Sendable {
  public struct Paragraph: Hashable, Sendable {
    /// In external form, "<>" for none.
    public var recipient = ByteString.empty
    public var originalRecipient: ByteString?
    /// Where the recipient's record begins in the message file.
    public var offset: Int64?
    /// The enhanced status code, such as 4.4.1.
    public var status: ByteString?
    /// "delayed", "failed", "delivered"…
    public var action: ByteString?
    public var remoteHost: ByteString?
    /// What the other server said.
    public var remoteReply: ByteString?
    public var reason = ByteString.empty
  }

  public let paragraphs: [Paragraph]

  public init(_ content: [UInt8]) {
    var paragraphs: [Paragraph] = []
    var paragraph = Paragraph()
    var isOpen = false
    var start = content.startIndex
    while start < content.endIndex {
      let end = content[start...].firstIndex(of: 0x0A) ?? content.endIndex
      if end == start {
        if isOpen { paragraphs.append(paragraph) }
        paragraph = Paragraph()
        isOpen = false
      } else {
        Self.read(content[start..<end], into: &paragraph)
        isOpen = true
      }
      start = end + 1
    }
    if isOpen { paragraphs.append(paragraph) }
    self.paragraphs = paragraphs
  }

  private static func read(_ line: ArraySlice<UInt8>, into paragraph: inout Paragraph) {
    if line.first == UInt8(ascii: "<") {
      guard let end = line.indices.first(where: { line[$0...].starts(with: [0x3E, 0x3A, 0x20]) }) else { return }
      paragraph.recipient = ByteString(line[(line.startIndex + 1)..<end])
      paragraph.reason = ByteString(line[(end + 3)...])
      return
    }
    guard let equals = line.firstIndex(of: UInt8(ascii: "=")) else { return }
    let value = ByteString(line[(equals + 1)...].trimmed)
    switch String(decoding: line[..<equals].trimmed, as: UTF8.self) {
    case "recipient": paragraph.recipient = value
    case "original_recipient": paragraph.originalRecipient = value
    case "offset": paragraph.offset = Int64(value.description)
    case "status": paragraph.status = value
    case "action": paragraph.action = value
    case "mta_mname": paragraph.remoteHost = value
    case "diag_text": paragraph.remoteReply = value
    case "reason": paragraph.reason = value
    default: break
    }
  }
}

extension ArraySlice<UInt8> {
  fileprivate var trimmed: ArraySlice<UInt8> {
    guard let first = firstIndex(where: { !$0.isASCIISpace }), let last = lastIndex(where: { !$0.isASCIISpace }) else {
      return []
    }
    return self[first...last]
  }
}

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
      var end = start
      while end < content.endIndex, content[end] != 0x0A { end += 1 }
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
    let name = line[..<equals].trimmed
    guard let field = Field.allCases.first(where: { $0.isNamed(name) }) else { return }
    let value = ByteString(line[(equals + 1)...].trimmed)
    switch field {
    case .recipient: paragraph.recipient = value
    case .originalRecipient: paragraph.originalRecipient = value
    case .offset: paragraph.offset = RecordNumbers.first(value.bytes, 0..<value.count)
    case .status: paragraph.status = value
    case .action: paragraph.action = value
    case .remoteHost: paragraph.remoteHost = value
    case .remoteReply: paragraph.remoteReply = value
    case .reason: paragraph.reason = value
    }
  }

  /// The names that we know, compared without making text of them: a queue has millions of such lines.
  private enum Field: CaseIterable {
    case recipient, offset, status, action, reason, originalRecipient, remoteHost, remoteReply

    private var name: StaticString {
      switch self {
      case .recipient: "recipient"
      case .originalRecipient: "original_recipient"
      case .offset: "offset"
      case .status: "status"
      case .action: "action"
      case .remoteHost: "mta_mname"
      case .remoteReply: "diag_text"
      case .reason: "reason"
      }
    }

    func isNamed(_ text: ArraySlice<UInt8>) -> Bool {
      let name = name
      guard text.count == name.utf8CodeUnitCount else { return false }
      return text.elementsEqual(UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount))
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

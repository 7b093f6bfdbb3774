// What a message file says, before it is bytes: for cleanup's files in the queues and for postdrop's in maildrop.

public import Bytes

/// A recipient with the records that go before it.
public struct FileRecipient: Sendable {
  public enum State: Sendable {
    case toDo, done, cancelled
    public var type: RecordLetter {
      switch self {
      case .toDo: .recipient
      case .done: .done
      case .cancelled: .cancelled
      }
    }
  }

  /// As in the file: neither quoted nor escaped.
  public var address: ByteString
  /// Before aliases and rewriting; nil leaves the O record out.
  public var original: ByteString?
  /// "rfc822;address" or "utf-8;address"; nil leaves the attribute out.
  public var dsnOriginal: ByteString?
  /// Of DSN NOTIFY: 1 never, 2 success, 4 failure, 8 delay.
  public var notifyFlags: Int?
  public var state = State.toDo

  public init(_ address: ByteString, original: ByteString? = nil, state: State = .toDo) {
    self.address = address
    self.original = original
    self.state = state
  }

  /// As cleanup makes it of local mail. smtpd gives `dsnOriginal` with the quotes of RCPT TO.
  public static func cleaned(_ address: ByteString) -> FileRecipient {
    var recipient = FileRecipient(address, original: address)
    let isASCII = address.bytes.allSatisfy { $0 < 0x80 }
    recipient.dsnOriginal = (isASCII ? "rfc822;" : "utf-8;") + address
    return recipient
  }
}

/// What a Milter does to a header. Headers are counted from 0, before any edit; each takes one edit at most.
public enum HeaderEdit: Sendable {
  case insert(ByteString, before: Int)
  case change(Int, to: ByteString)
  case delete(Int)
  case append(ByteString)
}

public struct MessageFile: Sendable {
  /// The T record.
  public var arrival: QueueTime
  /// When this file was made, of which cleanup takes note in `create_time`.
  public var createTime: Int
  /// "name=value", between create_time and the sender.
  public var attributes: [ByteString] = []
  /// "name=value", behind the sender: what smtpd knows of its client.
  public var clientAttributes: [ByteString] = []
  /// Of the local submitter.
  public var fullName: ByteString?
  /// Empty for the null sender.
  public var sender: ByteString
  public var recipients: [FileRecipient]
  /// Those that a Milter has added: they are read in front of the content, but lie behind the end.
  public var appendedRecipients: [FileRecipient] = []
  /// Those behind the content, as always_bcc adds them.
  public var extractedRecipients: [FileRecipient] = []
  /// "Name: value", perhaps with "\n" before further lines.
  public var headers: [ByteString] = []
  /// Lines of the body, without line feeds.
  public var body: [ByteString] = []
  /// Whether cleanup has left room for Milter edits. Edits and appended recipients need it.
  public var hasMilterRoom = false
  public var headerEdits: [HeaderEdit] = []
  /// When the delay warning is due.
  public var warningTime: Int?
  /// 1 SMTPUTF8 requested, 2 UTF-8 in a header, 4 UTF-8 in the sender.
  public var sendOptions = 0

  public init(arrival: QueueTime, createTime: Int, sender: ByteString, recipients: [FileRecipient]) {
    self.arrival = arrival
    self.createTime = createTime
    self.sender = sender
    self.recipients = recipients
  }

  /// In the order of reading.
  public var allRecipients: [FileRecipient] { recipients + appendedRecipients + extractedRecipients }

  /// Header and body after all edits, as `postcat -bh` shows them.
  public var content: [UInt8] {
    var result: [UInt8] = []
    for line in effectiveHeaders + [ByteString.empty] + body {
      result += line.bytes
      result.append(0x0A)
    }
    return result
  }

  private var effectiveHeaders: [ByteString] {
    guard !headerEdits.isEmpty else { return headers }
    var pieces = headers.map { [$0] }
    var appended: [ByteString] = []
    for edit in headerEdits {
      switch edit {
      case .insert(let header, let index): pieces[index].insert(header, at: 0)
      case .change(let index, let header): pieces[index] = [header]
      case .delete(let index): pieces[index] = []
      case .append(let header): appended.append(header)
      }
    }
    return pieces.flatMap { $0 } + appended
  }
}

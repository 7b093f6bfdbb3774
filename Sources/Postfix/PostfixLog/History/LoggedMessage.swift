// All that the log says about one message under one queue id.
//
// Short queue ids come again, so that one id may have been several messages, one after the other.

public import Bytes

public struct LoggedMessage: Sendable {
  public let id: QueueIDText
  /// When the log mentions it for the first time.
  public let firstSeen: LogTime
  /// When the log mentions it for the last time.
  public internal(set) var lastSeen: LogTime
  /// When it came; nil when that is not in the log: it came before, or bounce or local made it.
  public internal(set) var arrival: LogTime?
  public internal(set) var origin = Origin.unknown
  /// Of all its Message-ID headers, without Resent-Message-ID. Mail that local forwards, and mail that comes back from a
  /// content filter, has the Message-ID that it had before.
  public internal(set) var messageIDs: [ByteString] = []
  /// The envelope sender in external form, empty for "<>"; nil when qmgr has not said it.
  public internal(set) var sender: ByteString?
  /// Of the content, in bytes.
  public internal(set) var size: Int64?
  /// When qmgr took it into the active queue, each time.
  public internal(set) var activations: [LogTime] = []
  /// In the order of the log, those that are no proof among them.
  public internal(set) var outcomes: [DeliveryOutcome] = []
  /// When qmgr returned to the sender what was not delivered.
  public internal(set) var expired: LogTime?
  public internal(set) var removal: Removal?
  /// What postsuper did to it.
  public internal(set) var changes: [Change] = []
  public internal(set) var links: [Link] = []
  /// Lines about recipients that nobody can read for sure. Where there are any, what is not in the log may have happened.
  public internal(set) var unclearLineCount = 0

  public enum Origin: Hashable, Sendable {
    case unknown
    /// From the network: the client's name and address, the login name, and the id in front of a content filter.
    case client(name: ByteString, address: ByteString, saslUsername: ByteString?, originalID: QueueIDText?)
    /// From maildrop: the user's number, and the id before `postsuper -r`.
    case pickup(uid: Int64, originalID: QueueIDText?)
  }

  public struct Removal: Hashable, Sendable {
    public enum Program: Sendable {
      /// No recipient is left: each was delivered to, or its failure reported.
      case queueManager
      /// An administrator deleted it.
      case postsuper
      /// It was discarded or cancelled on its way in.
      case cleanup
      case other
    }
    public let time: LogTime
    public let by: Program
  }

  public struct Change: Hashable, Sendable {
    public let time: LogTime
    public let action: PostsuperAction
  }

  /// Another message that was made of this one.
  public struct Link: Hashable, Sendable {
    public enum Kind: Hashable, Sendable {
      /// The same message, after `postsuper -r`.
      case requeued
      /// Mail of local(8) for an alias or a .forward file, or that a content filter has given back.
      case forwarded
      /// What bounce wrote to the sender or the postmaster.
      case notification(NotificationKind)
    }
    public let time: LogTime
    public let kind: Kind
    public let id: QueueIDText
  }

  init(id: QueueIDText, firstSeen: LogTime) {
    self.id = id
    self.firstSeen = firstSeen
    lastSeen = firstSeen
  }

  /// Whether the log shows how it came under this id, so that no attempt was made before. cleanup names the Message-ID of
  /// mail of bounce and local as well; what was put into the queue as a file has neither.
  public var hasBeginning: Bool { arrival != nil || !messageIDs.isEmpty }

  /// Whether the message may have been in the queue at a time, by whole seconds, as many logs have no more.
  /// - Parameter previous: the message that had the id before.
  func mayHaveLived(at time: LogTime, after previous: LoggedMessage?) -> Bool {
    let end = removal?.time ?? links.last { $0.kind == .requeued }?.time
    if let end, end.adding(seconds: 1) < time { return false }
    // A message whose arrival is not in the log can be older than the log.
    guard let start = arrival ?? previous?.lastSeen else { return true }
    return start <= time.adding(seconds: 1)
  }

  /// Whether what is known of its Message-IDs does not contradict; the brackets are part of an id.
  public func mayHave(messageID: ByteString) -> Bool { messageIDs.isEmpty || messageIDs.contains(messageID) }
}

// What a line says, as far as it is about the life of a message or about mail that was not taken.
//
// Source: smtpd.c, pickup.c, cleanup_message.c, qmgr_active.c, log_adhoc.c, bounce_notify_service.c, postsuper.c of 3.7.

public enum LogEvent: Sendable {
  /// smtpd has begun a message for a client.
  case client(ClientLine)
  /// pickup has taken a message from maildrop.
  case pickup(PickupLine)
  /// A Message-ID header, with its brackets where it has some; empty for a message without. A message may have several.
  case messageID(LogText, isResent: Bool)
  /// qmgr has moved a message into the active queue; again at every attempt.
  case active(ActiveLine)
  /// An attempt for a recipient has ended.
  case delivery(DeliveryLine)
  /// A line about a recipient that cannot be read: cut, damaged, or from another version.
  case unreadableDelivery
  /// qmgr has returned to its sender what was not delivered in time, or what postsuper expired. Recipients are not named.
  case expired(sender: LogText, isForced: Bool)
  /// bounce has sent word about the message in a message of its own.
  case notification(NotificationKind, QueueIDText)
  /// The message's file is gone: finished, or deleted by postsuper. `postsuper -d ALL` does not say which.
  case removed
  /// postsuper has changed a message. `postsuper -h ALL` and the like do not say which ones they changed.
  case postsuper(PostsuperAction)
  /// Mail or a client was refused, or changed on its way in.
  case rejection(RejectionLine)
  /// The line before happened so often again, as old loggers say it.
  case lastRepeated(times: Int)
  /// Anything else.
  case other
}

/// A line of pickup: "uid=1000 from=<user>", and for requeued mail "orig_id=4jYR3d3YTQz2NPSf".
public struct PickupLine: Sendable {
  /// Who submitted; for requeued mail the owner of the queue.
  public let uid: Int64
  public let sender: LogText
  /// The id that the message had before `postsuper -r`.
  public let originalID: QueueIDText?
}

/// A line of qmgr: "from=<user@example.com>, size=1234, nrcpt=2 (queue active)".
public struct ActiveLine: Sendable {
  public let sender: LogText
  /// Of the content, in bytes.
  public let size: Int64
  /// Recipients that are still to do.
  public let recipientCount: Int64
}

/// What bounce tells to whom.
public enum NotificationKind: Sendable {
  case senderNonDelivery, senderDelay, senderDeliveryStatus, postmasterNonDelivery, postmasterDelay
}

/// What postsuper did to one message.
public enum PostsuperAction: Sendable {
  /// To the hold queue, and back.
  case held, released
  /// To maildrop: it comes back under a new id, with this one as orig_id.
  case requeued
  /// It will be returned at the next attempt.
  case expired
}

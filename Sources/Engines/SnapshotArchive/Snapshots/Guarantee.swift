// What a snapshot claims about the queue that it was taken from.

public enum SnapshotGuarantee: String, Sendable, CaseIterable {
  /// Every message that was complete when the window began and still in the queue when it ended is in the snapshot, once
  /// and whole, whatever Postfix did meanwhile.
  case proved
  /// The queue could not be watched, or changed too much: a message that was moved at the wrong moment may be missing.
  case bestEffort = "best-effort"
  /// Postfix was stopped while the queue was read.
  case quiesced
}

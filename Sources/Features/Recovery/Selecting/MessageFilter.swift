// Which messages of a live queue a snapshot takes.

import Bytes
import Conditions
public import MessageSelections
import PostfixQueue
public import QueueStore
import SnapshotArchive

public struct MessageFilter: Sendable {
  /// As written.
  public let text: String
  private let selection: Selection
  private let lifetimes: ArchivedMessage.Lifetimes
  private let usesUTF8: Bool
  /// Seconds since the epoch.
  private let now: Int64

  public init(_ selection: Selection, text: String, _ settings: QueueSettings, now: Int64) {
    self.selection = selection
    self.text = text
    lifetimes = ArchivedMessage.Lifetimes(maximal: settings.maximalLifetime, bounce: settings.bounceLifetime)
    usesUTF8 = settings.usesUTF8
    self.now = now
  }

  func admits(_ message: IndexedMessage, _ window: QueueFileWindow, _ logs: [CapturedLog]) -> Bool {
    let log = logs.first { $0.kind == .defer }?.content
    let message = ArchivedMessage(message, window, deferLog: log, usesUTF8: usesUTF8, lifetimes, now: now)
    if case .no = selection.outcome(for: message) { return false }
    return true
  }
}

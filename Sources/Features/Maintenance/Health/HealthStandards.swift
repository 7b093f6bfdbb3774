// How things in a healthy queue are: owners, modes, ages.

import PostfixQueue
import QueueStore
import SystemAccess

struct HealthStandards: Sendable {
  let settings: QueueSettings
  /// mail_owner with its primary group; nil when this host does not know it.
  let owner: UserNames.User?
  /// setgid_group.
  let submissionGroup: UInt32?
  /// Of the queue directory.
  let device: UInt64
  /// Seconds since the epoch.
  let now: Int64

  init(_ store: QueueStore, now: Int64) throws(SystemError) {
    settings = store.settings
    owner = UserNames.user(store.settings.owner)
    submissionGroup = UserNames.group(store.settings.submissionGroup)
    device = try store.status().device
    self.now = now
  }

  static let day: Int64 = 86_400
  /// postsuper -p deletes unfinished files that are older. Source: postsuper.c.
  static let purgeAge = 7 * day
  /// A message takes no longer to be written. Before that, an unfinished file is normal in these queues.
  static let writingTime: Int64 = 3600
  /// A run that works changes its directory more often.
  static let longestPause: Int64 = 3600
  /// When a message is finished, what is left of it is gone sooner: the file, and its log when a bounce was sent.
  static let finishingTime: Int64 = 600
  static let writtenQueues: Set<QueueName> = [.maildrop, .incoming, .hold]
  /// A clock may be a little wrong.
  static let clockError: Int64 = 300
  /// No log about one message should reach this, in bytes.
  static let hugeLog = 100 << 20

  /// Seconds since the file was changed; not negative.
  func age(_ status: FileStatus) -> Int64 { max(0, now - status.modified.seconds) }
}

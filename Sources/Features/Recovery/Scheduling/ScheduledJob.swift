// The jobs that keep a queue safe by themselves, and when each of them runs.

enum ScheduledJob: String, CaseIterable, Sendable {
  /// What is new since the last snapshot.
  case snapshot
  /// All of it: a chain of increments must begin anew, or prune could never remove its base.
  case full
  case prune
  case verify
  /// The policies of a file: removes, holds, releases messages.
  case purge
  /// Rehearses a restore of the last snapshot.
  case drill

  /// In the names of units.
  var name: String { self == .full ? "snapshot-full" : rawValue }

  var summary: String {
    switch self {
    case .snapshot: "Snapshot of the Postfix queue, what is new since the last one"
    case .full: "Snapshot of the Postfix queue, whole"
    case .prune: "Remove old snapshots of the Postfix queue"
    case .verify: "Verify the last snapshot of the Postfix queue"
    case .purge: "Carry out the policies for the Postfix queue"
    case .drill: "Rehearse a restore of the last snapshot of the Postfix queue"
    }
  }

  /// For systemd.time(7).
  var calendar: String {
    switch self {
    case .snapshot: "*-*-* *:05:00"
    case .full: "*-*-* 00:35:00"
    case .prune: "*-*-* 03:20:00"
    case .verify: "Sun *-*-* 04:10:00"
    case .purge: "*-*-* *:00/15:00"
    case .drill: "Sun *-*-* 05:10:00"
    }
  }

  /// How much later it may run, so that many hosts do not load a shared disk at once.
  var delay: String { self == .purge ? "1min" : "10min" }

  /// For crontab(5).
  var cronTime: String {
    switch self {
    case .snapshot: "5 * * * *"
    case .full: "35 0 * * *"
    case .prune: "20 3 * * *"
    case .verify: "10 4 * * 0"
    case .purge: "*/15 * * * *"
    case .drill: "10 5 * * 0"
    }
  }

  var takesSnapshot: Bool { self == .snapshot || self == .full }

  /// Whether it changes the queue.
  var changesQueue: Bool { self == .purge }
}

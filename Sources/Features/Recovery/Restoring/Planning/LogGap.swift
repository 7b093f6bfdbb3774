// Why a log may be silent about what has happened since a snapshot. Without such a gap its silence is proof.

public enum LogGap: Hashable, Sendable {
  case noLines
  case beginsLate
  case endsEarly
  case missing(String)
  case otherClock
  /// Of another instance of Postfix, or another host.
  case foreign

  /// A sentence without its end.
  public var words: String {
    switch self {
    case .noLines: "the log has no line of Postfix"
    case .beginsLate: "the log begins after the snapshot"
    case .endsEarly: "the log ends before the snapshot does"
    case .missing(let file): "\(file) is missing"
    case .foreign: "the log knows none of the snapshot's messages"
    case .otherClock: "the log was written by another clock or in another time zone than the snapshot"
    }
  }
}

// Which snapshots to keep, in restic's words and with restic's meaning.

public struct RetentionPolicy: Hashable, Sendable {
  /// Of how many periods the last snapshot is kept. A period without a snapshot does not count.
  public var counts: [RetentionPeriod: RetentionCount] = [:]
  /// Snapshots that are younger than this, counted from the newest one, are kept.
  public var within: RetentionSpan?
  /// Snapshots that have all tags of one of these lists are kept.
  public var tags: [[String]] = []

  public init() {}

  /// Whether nothing would be kept for it.
  public var isEmpty: Bool {
    counts.values.allSatisfy(\.isNone) && within?.isZero != false && tags.allSatisfy(\.isEmpty)
  }
}

/// Why a snapshot is kept.
public enum KeepReason: Hashable, Sendable, CustomStringConvertible {
  case period(RetentionPeriod)
  /// The oldest one, kept while there are fewer periods than the policy asks for.
  case oldest(RetentionPeriod)
  case within(RetentionSpan)
  case tags([String])
  /// A snapshot that is kept builds on it.
  case base(of: String)
  /// It may be what an archive builds on that could not be opened.
  case perhapsBase(of: String)
  case lastVerified
  case lastComplete
  /// It is dated in the future, and would push out all that come after it.
  case ahead
  /// It cannot be restored, or is not known to be of use, and no policy is about it.
  case unusable(String)

  public var description: String {
    switch self {
    case .period(let period): period.rawValue
    case .oldest(let period): "oldest \(period.rawValue)"
    case .within(let span): "within \(span)"
    case .tags(let tags): "tag \(tags.joined(separator: ","))"
    case .base(let id): "base of \(id)"
    case .perhapsBase(let id): "may be the base of \(id), which cannot be opened"
    case .lastVerified: "last verified"
    case .lastComplete: "last complete"
    case .ahead: "dated in the future: no policy is about it"
    case .unusable(let why): "unusable: \(why)"
    }
  }
}

// What is known about one main.cf parameter across all Postfix versions.

public import Bytes

/// A parameter that some Postfix version knows. Shared by reference: there are a thousand, and every table holds them.
public final class Parameter: Sendable {
  /// How Postfix reads the value.
  public enum Kind: Hashable, Sendable {
    case text
    case boolean
    /// A C int; sizes are plain bytes.
    case integer
    /// A C long; sizes are plain bytes.
    case long
    /// A time. The unit holds for a number without one: s, m, h, d or w.
    case time(defaultUnit: UInt8)
  }

  public let name: ByteString
  public let kind: Kind
  /// What a text is used for: "maps", "match-list", "list", "flag-list", "enum", "restrictions", "path", "command",
  /// "transport-or-service"; empty when unknown.
  public let use: ByteString
  public let introduced: PostfixVersion
  public let deprecated: PostfixVersion?
  /// The parameter that took its place; empty when none did.
  public let replacement: ByteString
  /// Lower bound of a number, or of the length of a text. Nil when not enforced.
  public let minimum: Int?
  public let maximum: Int?
  /// `$name` is expanded when the value is used, with names of that moment, never by postconf.
  public let isRaw: Bool
  /// postconf knows the name only so that old configurations go on working.
  public let isLegacy: Bool
  public let isReadOnly: Bool
  /// The programs that read it, as far as known.
  public let programs: [ByteString]
  let timeline: [(since: PostfixVersion, value: DefaultValue?)]

  init?(_ columns: FactColumns, timeline: [(since: PostfixVersion, value: DefaultValue?)]) {
    guard columns.count == 10, let kind = Kind(columns.text(1)) else { return nil }
    let flags = columns.words(8)
    name = columns.text(0)
    self.kind = kind
    use = columns.optionalText(2) ?? .empty
    introduced = columns.version(3) ?? PostfixVersion(1, 1)
    deprecated = columns.version(4)
    replacement = columns.optionalText(5) ?? .empty
    minimum = columns.number(6)
    maximum = columns.number(7)
    isRaw = flags.contains("raw")
    isLegacy = flags.contains("legacy")
    isReadOnly = flags.contains("read-only")
    programs = columns.words(9)
    self.timeline = timeline
  }

  /// The built-in default at a version, as upstream builds it; nil when that version does not have the parameter.
  func builtIn(at version: PostfixVersion) -> DefaultValue? {
    timeline.last { $0.since <= version }?.value
  }

  /// The version that took the parameter away, if one did.
  public var removed: PostfixVersion? {
    guard let last = timeline.last, last.value == nil else { return nil }
    return last.since
  }
}

/// What a parameter is when nobody sets it.
public enum DefaultValue: Hashable, Sendable {
  /// Raw text, to be expanded like a setting.
  case text(ByteString)
  /// Worked out when a program starts: host name, networks, version, process.
  case computed
}

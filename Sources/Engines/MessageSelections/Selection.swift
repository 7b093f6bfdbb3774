// Which messages: a condition, queue ids, or both. Without either, all.

public import Bytes
public import Conditions

public struct Selection: Sendable {
  let condition: Condition?
  /// The ids that were named; nil for any.
  public let ids: Set<ByteString>?

  public static let all = Selection(condition: nil, ids: nil)

  private init(condition: Condition?, ids: Set<ByteString>?) {
    self.condition = condition
    self.ids = ids
  }

  /// - Parameters:
  ///   - text: a condition over messages; nil for none.
  ///   - origin: where it stands, for errors.
  ///   - ids: nil for any.
  public init(
    where text: ByteString?, from origin: SourceOrigin = SourceOrigin(file: "--where"), ids: Set<ByteString>? = nil
  ) throws(ConditionError) {
    if let text {
      condition = try Condition(text, from: origin, in: SelectionVocabulary.shared)
    } else {
      condition = nil
    }
    self.ids = ids
  }

  /// How often a message was tried, by its id; nil where the mail log does not tell. Nil altogether where none was read.
  public var attempts: (@Sendable (ByteString) -> Int64?)?

  /// Whether the condition asks how often a message was tried, which only a mail log tells.
  public var usesAttempts: Bool { condition?.names.contains { $0.name == "attempts" } ?? false }

  /// Whether everything is selected.
  public var isEverything: Bool { condition == nil && ids == nil }

  /// Whether a message of that name can be selected, as far as that can be told without reading it.
  public func admits(_ name: @autoclosure () -> ByteString) -> Bool { ids?.contains(name()) ?? true }

  public func outcome(for message: some SelectableMessage) -> Outcome {
    guard admits(message.name) else { return .no }
    guard let condition else { return .yes }
    return condition.outcome(for: MessageSubject(message: message, attempts: attempts))
  }
}

/// Messages of which a selection could not tell, counted by reason.
public struct Undecided: Sendable {
  public private(set) var count = 0
  public private(set) var reasons: [Reason: Int] = [:]
  /// Some of the ids.
  public private(set) var examples: [ByteString] = []

  public init() {}

  public mutating func add(_ id: ByteString, _ reasons: [Reason]) {
    count += 1
    for reason in reasons { self.reasons[reason, default: 0] += 1 }
    if examples.count < 3 { examples.append(id) }
  }

  public mutating func add(_ other: Undecided) {
    guard other.count > 0 else { return }
    count += other.count
    for (reason, count) in other.reasons { reasons[reason, default: 0] += count }
    examples = Array((examples + other.examples).prefix(3))
  }
}

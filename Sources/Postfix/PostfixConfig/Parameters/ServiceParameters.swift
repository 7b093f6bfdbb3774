// Parameters that a delivery transport or spawn service of master.cf brings into being: `NAME_destination_rate_delay`.
//
// Source: postconf_service.c.

public import Bytes

public enum ServiceParameters {
  /// Name suffix and the parameter whose value is the default. The first belongs to programs that run commands.
  private static let suffixes: [(suffix: ByteString, defaultParameter: ByteString, since: PostfixVersion)] = [
    ("_time_limit", "command_time_limit", PostfixVersion(2, 0)),
    ("_recipient_limit", "default_recipient_limit", PostfixVersion(2, 0)),
    ("_extra_recipient_limit", "default_extra_recipient_limit", PostfixVersion(2, 0)),
    ("_recipient_refill_limit", "default_recipient_refill_limit", PostfixVersion(2, 4)),
    ("_recipient_refill_delay", "default_recipient_refill_delay", PostfixVersion(2, 4)),
    ("_delivery_slot_cost", "default_delivery_slot_cost", PostfixVersion(2, 0)),
    ("_delivery_slot_loan", "default_delivery_slot_loan", PostfixVersion(2, 0)),
    ("_delivery_slot_discount", "default_delivery_slot_discount", PostfixVersion(2, 0)),
    ("_minimum_delivery_slots", "default_minimum_delivery_slots", PostfixVersion(2, 0)),
    ("_initial_destination_concurrency", "initial_destination_concurrency", PostfixVersion(2, 5)),
    ("_destination_concurrency_limit", "default_destination_concurrency_limit", PostfixVersion(2, 0)),
    ("_destination_recipient_limit", "default_destination_recipient_limit", PostfixVersion(2, 0)),
    (
      "_destination_concurrency_positive_feedback", "default_destination_concurrency_positive_feedback",
      PostfixVersion(2, 5)
    ),
    (
      "_destination_concurrency_negative_feedback", "default_destination_concurrency_negative_feedback",
      PostfixVersion(2, 5)
    ),
    (
      "_destination_concurrency_failed_cohort_limit", "default_destination_concurrency_failed_cohort_limit",
      PostfixVersion(2, 5)
    ),
    ("_destination_rate_delay", "default_destination_rate_delay", PostfixVersion(2, 5)),
    ("_transport_rate_delay", "default_transport_rate_delay", PostfixVersion(3, 1)),
  ]

  static let transportPrograms: Set<ByteString> = ["local", "error", "virtual", "smtp", "lmtp", "pipe"]

  /// The service that would have such a parameter: x for x_destination_rate_delay.
  public static func service(of name: ByteString) -> ByteString? {
    // The longest suffix: _destination_recipient_limit before _recipient_limit.
    guard
      let suffix = suffixes.map(\.suffix).filter({ name.count > $0.count && name.hasSuffix($0) })
        .max(by: { $0.count < $1.count })
    else { return nil }
    return ByteString(name.bytes.dropLast(suffix.count))
  }

  /// The raw default of such a parameter, for a version in which a service of that name brings it into being; nil for other
  /// names and versions.
  public static func defaultValue(of name: ByteString, at version: PostfixVersion) -> ByteString? {
    guard let service = service(of: name),
      let entry = suffixes.first(where: { service + $0.suffix == name }), version >= entry.since
    else { return nil }
    return "$" + entry.defaultParameter
  }

  /// The names that a service of this program has, with their raw defaults.
  static func of(
    service: ByteString, command: ByteString, version: PostfixVersion
  ) -> [(name: ByteString, defaultValue: ByteString)] {
    let runsCommands = command == "pipe" || command == "spawn"
    let isTransport = transportPrograms.contains(command)
    guard runsCommands || isTransport else { return [] }
    return suffixes.enumerated().compactMap { index, entry in
      guard version >= entry.since, index == 0 ? runsCommands : isTransport else { return nil }
      return (service + entry.suffix, "$" + entry.defaultParameter)
    }
  }
}

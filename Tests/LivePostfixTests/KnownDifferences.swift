// Where postconf(1) is a wrong oracle: each exception by name, with the reason.

enum KnownDifferences {
  /// Why this pair says nothing about us; nil when both must agree.
  static func explanation(of pair: ConfigurationPair) -> String? {
    nil
  }
}

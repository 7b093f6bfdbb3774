// Where postconf(1) cannot be the oracle: each exception by name, with the reason.

enum KnownDifferences {
  /// Why postconf's last words say nothing about us; nil when both must agree.
  static func explanation(of complaint: String) -> String? {
    if complaint.contains("config variable inet_interfaces: host not found") {
      // An audit works offline: a host name there may well have an address on the server.
      return "postconf asks the resolver for a host name in inet_interfaces"
    }
    return nil
  }
}

// Numbers of messages and times for a person.

enum Quantity {
  static func messages(_ count: Int) -> String { count == 1 ? "1 message" : "\(count) messages" }

  /// "1 had left by itself".
  static func leftByThemselves(_ count: Int) -> String {
    "\(count) had left by \(count == 1 ? "itself" : "themselves")"
  }

  /// "5 s", "12 min", "3 h 20 min", "5 d 2 h": the two largest units.
  static func time(_ seconds: Int64) -> String {
    if seconds < 60 { return "\(seconds) s" }
    if seconds < 3600 { return "\(seconds / 60) min" }
    if seconds < 86_400 { return "\(seconds / 3600) h" + (seconds % 3600 < 60 ? "" : " \(seconds % 3600 / 60) min") }
    return "\(seconds / 86_400) d" + (seconds % 86_400 < 3600 ? "" : " \(seconds % 86_400 / 3600) h")
  }
}

// Numbers of messages and bytes for a person.

enum Quantity {
  static func messages(_ count: Int) -> String { count == 1 ? "1 message" : "\(count) messages" }

  /// "512 bytes", "12 kB", "3.4 MB": powers of 1024.
  static func bytes(_ count: Int) -> String {
    if count < 1024 { return count == 1 ? "1 byte" : "\(count) bytes" }
    var value = count
    for unit in ["kB", "MB", "GB"] {
      if value < 10 * 1024 { return "\(value / 1024).\(value % 1024 * 10 / 1024) \(unit)" }
      if value < 1024 * 1024 { return "\(value / 1024) \(unit)" }
      value /= 1024
    }
    return "\(value / 1024) TB"
  }

  /// "5 s", "12 min", "3 h 20 min", "5 d 2 h": the two largest units.
  static func time(_ seconds: Int64) -> String {
    if seconds < 60 { return "\(seconds) s" }
    if seconds < 3600 { return "\(seconds / 60) min" }
    if seconds < 86_400 { return "\(seconds / 3600) h" + (seconds % 3600 < 60 ? "" : " \(seconds % 3600 / 60) min") }
    return "\(seconds / 86_400) d" + (seconds % 86_400 < 3600 ? "" : " \(seconds % 86_400 / 3600) h")
  }
}

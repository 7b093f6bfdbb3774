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
}

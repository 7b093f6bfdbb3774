// Sizes for a person.

public enum SizeText {
  /// "512 B", "3.4 MB", "12 GB": powers of 1024.
  public static func bytes(_ count: Int) -> String {
    if count < 1024 { return "\(count) B" }
    var value = count
    for unit in ["kB", "MB", "GB"] {
      if value < 10 * 1024 { return "\(value / 1024).\(value % 1024 * 10 / 1024) \(unit)" }
      if value < 1024 * 1024 { return "\(value / 1024) \(unit)" }
      value /= 1024
    }
    return "\(value / 1024) TB"
  }
}

// Numbers and times as a person reads them at a glance.

enum ShortNumber {
  /// "950", "1,234", "12.3k", "4.0M".
  static func text(_ number: Int) -> String {
    switch number {
    case ..<10_000: grouped(number)
    case ..<1_000_000: tenths(number / 100, "k")
    case ..<1_000_000_000: tenths(number / 100_000, "M")
    default: tenths(number / 100_000_000, "G")
    }
  }

  private static func tenths(_ number: Int, _ unit: String) -> String {
    number < 1000 ? "\(number / 10).\(number % 10)\(unit)" : "\(number / 10)\(unit)"
  }

  /// "1,234,567".
  static func grouped(_ number: Int) -> String {
    let digits = Array("\(number.magnitude)")
    var text = number < 0 ? "-" : ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0 { text += "," }
      text.append(digit)
    }
    return text
  }
}

enum AgeText {
  /// "40m", "1h20", "5d 8h".
  static func short(minutes: Int) -> String {
    if minutes < 60 { return "\(minutes)m" }
    let (hours, rest) = (minutes / 60, minutes % 60)
    if hours < 24 { return rest == 0 ? "\(hours)h" : "\(hours)h\(rest < 10 ? "0" : "")\(rest)" }
    return hours % 24 == 0 ? "\(hours / 24)d" : "\(hours / 24)d \(hours % 24)h"
  }

  /// The two largest units of a time in seconds: "12s", "5m", "2h 40m", "3d 4h".
  static func text(_ seconds: Int64) -> String {
    let sign = seconds < 0 ? "-" : ""
    var rest = seconds.magnitude
    var words: [String] = []
    for (unit, length) in [("d", UInt64(86_400)), ("h", 3600), ("m", 60), ("s", 1)] {
      let count = rest / length
      rest %= length
      if count > 0 {
        words.append("\(count)\(unit)")
        if words.count == 2 { break }
      } else if !words.isEmpty {
        break
      }
    }
    return sign + (words.isEmpty ? "0s" : words.joined(separator: " "))
  }
}

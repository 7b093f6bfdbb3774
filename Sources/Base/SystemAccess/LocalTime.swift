// A moment as a person of this host's time zone reads it.

import Glibc

public enum LocalTime {
  /// As mailq shows it: "Thu Nov 26 19:12:16".
  public static func mailq(_ seconds: Int64) -> String { format(seconds, "%a %b %e %H:%M:%S") }

  /// "2026-11-26 19:12:16".
  public static func full(_ seconds: Int64) -> String { format(seconds, "%Y-%m-%d %H:%M:%S") }

  /// "2026-11-26 19:12".
  public static func minute(_ seconds: Int64) -> String { format(seconds, "%Y-%m-%d %H:%M") }

  /// In UTC, for names of files: "20261126T191216Z".
  public static func compactUTC(_ seconds: Int64) -> String {
    var moment = time_t(seconds)
    var parts = tm()
    guard gmtime_r(&moment, &parts) != nil else { return "00000000T000000Z" }
    return text(of: &parts, "%Y%m%dT%H%M%SZ")
  }

  /// How far this host's clocks are ahead of UTC at a moment, in seconds.
  public static func offset(at seconds: Int64) -> Int64 {
    var moment = time_t(seconds)
    var parts = tm()
    return localtime_r(&moment, &parts) == nil ? 0 : Int64(parts.tm_gmtoff)
  }

  /// Seconds since the epoch, now.
  public static var now: Int64 { Int64(time(nil)) }

  /// How many seconds this host's clock is ahead of UTC when it shows so many seconds since 1970-01-01 00:00:00.
  public static func offset(ofLocal seconds: Int64) -> Int64 {
    var moment = time_t(seconds)
    var parts = tm()
    guard localtime_r(&moment, &parts) != nil else { return 0 }
    return Int64(parts.tm_gmtoff)
  }

  /// Milliseconds since the epoch, now.
  public static var milliseconds: Int64 {
    var moment = timespec()
    clock_gettime(CLOCK_REALTIME, &moment)
    return Int64(moment.tv_sec) * 1000 + Int64(moment.tv_nsec) / 1_000_000
  }

  private static func format(_ seconds: Int64, _ format: String) -> String {
    var moment = time_t(seconds)
    var parts = tm()
    guard localtime_r(&moment, &parts) != nil else { return "??" }
    return text(of: &parts, format)
  }

  private static func text(of parts: inout tm, _ format: String) -> String {
    var buffer = [CChar](repeating: 0, count: 64)
    let count = strftime(&buffer, buffer.count, format, &parts)
    return String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}

// Queue ids as Postfix makes them, and the hash directories that follow from them.
//
// Source: mail_queue.h, safe_ultostr.c.

/// A point in time as queue files hold it.
public struct QueueTime: Hashable, Sendable {
  public let seconds: Int
  public let microseconds: Int

  public init(seconds: Int, microseconds: Int) {
    self.seconds = seconds
    self.microseconds = microseconds
  }

  /// Microseconds since 1970, for arithmetic.
  public init(total: Int) {
    seconds = total / 1_000_000
    microseconds = total % 1_000_000
  }

  public var total: Int { seconds * 1_000_000 + microseconds }
}

public enum QueueIDEncoding {
  /// No vowels: ids shall not spell words.
  private static let alphabet = Array("0123456789BCDFGHJKLMNPQRSTVWXYZbcdfghjklmnpqrstvwxyz".utf8)

  /// Five hexadecimal digits of microseconds and the inode, hexadecimal as well.
  public static func short(microseconds: Int, inode: UInt64) -> String {
    hexadecimal(microseconds) + String(inode, radix: 16, uppercase: true)
  }

  /// As `enable_long_queue_ids = yes` makes them: seconds and microseconds in base 52, "z", the inode in base 51.
  public static func long(_ time: QueueTime, inode: UInt64) -> String {
    let digits =
      number(UInt64(time.seconds), base: 52, width: 6) + number(UInt64(time.microseconds), base: 52, width: 4)
    return String(decoding: digits + [UInt8(ascii: "z")] + number(inode, base: 51, width: 1), as: UTF8.self)
  }

  /// The directories below a hashed queue, "" or "3/" or "3/A/". Long ids take them from their microseconds, too.
  public static func hashDirectories(microseconds: Int, depth: Int) -> String {
    hexadecimal(microseconds).prefix(depth).reduce(into: "") { $0 += "\($1)/" }
  }

  private static func hexadecimal(_ microseconds: Int) -> String {
    let digits = String(microseconds, radix: 16, uppercase: true)
    return String(repeating: "0", count: max(0, 5 - digits.utf8.count)) + digits
  }

  private static func number(_ value: UInt64, base: UInt64, width: Int) -> [UInt8] {
    var digits: [UInt8] = []
    var rest = value
    while rest > 0 {
      digits.append(alphabet[Int(rest % base)])
      rest /= base
    }
    while digits.count < width { digits.append(alphabet[0]) }
    return digits.reversed()
  }
}

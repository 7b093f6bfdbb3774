// Time values: a number and at most one unit letter.
//
// Only the first byte after the digits counts: "5min" is five minutes, "1h30m" is one hour. A number without a unit has
// the parameter's own default unit, which is days for some and hours for others. Source: conv_time.c.

public import Bytes

public enum TimeValue {
  /// Seconds. Nil where Postfix says "bad time value or unit".
  public static func seconds(_ text: ByteString, defaultUnit: UInt8) -> Int? {
    guard !text.isEmpty else { return nil }
    let number: Int
    let rest: ArraySlice<UInt8>
    if let parsed = DecimalNumber.prefix(of: text.bytes[...]) {
      (number, rest) = parsed
    } else if Self.beginsWithDigit(text) {
      // More digits than a C long holds.
      return nil
    } else {
      // strtol(3) reads no digits as 0 and stops where it began: "s" alone is zero seconds.
      (number, rest) = (0, text.bytes[...])
    }
    guard (0...Int(Int32.max)).contains(number) else { return nil }
    let factor: Int
    switch rest.first ?? defaultUnit {
    case UInt8(ascii: "s"): return number
    case UInt8(ascii: "m"): factor = 60
    case UInt8(ascii: "h"): factor = 3600
    case UInt8(ascii: "d"): factor = 86_400
    case UInt8(ascii: "w"): factor = 604_800
    default: return nil
    }
    return number < Int(Int32.max) / factor ? number * factor : nil
  }

  private static func beginsWithDigit(_ text: ByteString) -> Bool {
    let visible = text.bytes.drop(while: \.isASCIISpace)
    let unsigned =
      visible.first == UInt8(ascii: "-") || visible.first == UInt8(ascii: "+") ? visible.dropFirst() : visible
    return unsigned.first?.isASCIIDigit == true
  }

  /// Whether the text is a number without a unit.
  public static func isBareNumber(_ text: ByteString) -> Bool {
    DecimalNumber.prefix(of: text.bytes[...])?.rest.isEmpty == true
  }

  /// "5d", "90m", "0s": the shortest exact form.
  public static func text(seconds: Int) -> String {
    for (unit, factor) in [("d", 86_400), ("h", 3600), ("m", 60)] where seconds != 0 && seconds % factor == 0 {
      return "\(seconds / factor)\(unit)"
    }
    return "\(seconds)s"
  }
}

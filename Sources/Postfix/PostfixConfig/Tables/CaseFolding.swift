// How Postfix folds the case of keys: by ASCII, or by Unicode when SMTPUTF8 is enabled.
//
// Sources: casefold.c, lowercase.c, valid_utf8_string.c, dict_utf8.c.

public import Bytes

public enum CaseFolding {
  /// - Parameter usesUTF8: Unicode's full folding, without Turkic rules. Text that is not UTF-8 is folded as ASCII.
  public static func fold(_ text: ByteString, usesUTF8: Bool) -> ByteString {
    switch spelling(of: text) {
    case .folded: return text
    case .ascii: return text.lowercased
    case .other: break
    }
    guard usesUTF8, let string = String(validating: text.bytes, as: UTF8.self) else { return text.lowercased }
    var folded: [UInt8] = []
    folded.reserveCapacity(text.count)
    for scalar in string.unicodeScalars {
      if scalar.isASCII {
        let byte = UInt8(truncatingIfNeeded: scalar.value)
        folded.append(byte.isASCIIUppercase ? byte + 0x20 : byte)
      } else {
        folded += fold(scalar).utf8
      }
    }
    return ByteString(folded)
  }

  public static func isValidUTF8(_ text: ByteString) -> Bool { isValidUTF8(text.bytes[...]) }

  public static func isValidUTF8(_ text: ArraySlice<UInt8>) -> Bool {
    if text.withUnsafeBufferPointer({ bytes in bytes.reduce(0) { $0 | $1 } }) < 0x80 { return true }
    return String(validating: text, as: UTF8.self) != nil
  }

  /// What a look at the bytes tells.
  enum Spelling {
    /// ASCII that folding leaves as it is, without NUL: nearly every key.
    case folded
    case ascii
    case other
  }

  /// Without an early end, so that the compiler can look at many bytes at once.
  static func spelling(of text: ByteString) -> Spelling {
    var seen: UInt8 = 0
    var isPlain = true
    text.bytes.withUnsafeBufferPointer { bytes in
      for byte in bytes {
        seen |= byte
        isPlain = isPlain && byte != 0 && !byte.isASCIIUppercase
      }
    }
    return seen >= 0x80 ? .other : isPlain ? .folded : .ascii
  }

  /// Folding is the lower case of the upper case of the lower case, but for two scripts: dotless i stays, and Cherokee folds
  /// to its upper case, which is older than its lower case.
  private static func fold(_ scalar: Unicode.Scalar) -> String {
    switch scalar.value {
    case 0x131: String(scalar)
    case 0x13A0...0x13FF, 0xAB70...0xABBF: scalar.properties.uppercaseMapping
    default: lower(upper(scalar.properties.lowercaseMapping))
    }
  }

  private static func lower(_ text: String) -> String {
    text.unicodeScalars.reduce(into: "") { $0 += $1.properties.lowercaseMapping }
  }

  private static func upper(_ text: String) -> String {
    text.unicodeScalars.reduce(into: "") { $0 += $1.properties.uppercaseMapping }
  }
}

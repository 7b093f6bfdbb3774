// How Postfix folds the case of keys: by ASCII, or by Unicode when SMTPUTF8 is enabled.
//
// Sources: casefold.c, lowercase.c, valid_utf8_string.c, dict_utf8.c.

public import Bytes

public enum CaseFolding {
  /// - Parameter usesUTF8: Unicode's full folding, without Turkic rules. Text that is not UTF-8 is folded as ASCII.
  public static func fold(_ text: ByteString, usesUTF8: Bool) -> ByteString {
    guard usesUTF8, !isASCII(text), let string = String(validating: text.bytes, as: UTF8.self) else {
      return text.lowercased
    }
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

  static func isASCII(_ text: ByteString) -> Bool { text.bytes.allSatisfy { $0 < 0x80 } }

  public static func isValidUTF8(_ text: some Sequence<UInt8>) -> Bool {
    String(validating: text, as: UTF8.self) != nil
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

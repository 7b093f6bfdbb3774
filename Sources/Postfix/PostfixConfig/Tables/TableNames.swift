// The lookup tables that a value names, wherever in it.
//
//     TableNames.inside("!hash:/one, proxy:unionmap:{hash:/two, cidr:/three}")   // hash:/one, unionmap:{…}, hash:/two, cidr:/three

public import Bytes

/// Finds table names in list values.
public enum TableNames {
  /// Words of the form type:name, also after proxy: and inside unionmap and pipemap braces.
  public static func inside(_ value: ByteString, depth: Int = 0) -> [ByteString] {
    guard depth < 8 else { return [] }
    return Words.ofList(value).flatMap { word -> [ByteString] in
      var text = word.text
      while text.hasPrefix("!") || text.hasPrefix("proxy:") || text.hasPrefix("debug:") {
        text = ByteString(text.bytes.dropFirst(text.hasPrefix("!") ? 1 : 6))
      }
      guard let colon = text.bytes.firstIndex(of: UInt8(ascii: ":")), colon > 0 else { return [] }
      let kind = ByteString(text.bytes[..<colon])
      guard kind.bytes.allSatisfy({ $0.isASCIIAlphanumeric || $0 == UInt8(ascii: "-") }) else { return [] }
      let rest = ByteString(text.bytes[(colon + 1)...])
      if ["unionmap", "pipemap"].contains(kind), rest.hasPrefix("{"), rest.hasSuffix("}") {
        return [text] + inside(ByteString(rest.bytes.dropFirst().dropLast()), depth: depth + 1)
      }
      return [text]
    }
  }
}

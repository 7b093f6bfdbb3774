// Values of password parameters, such as smtp_sasl_password_maps: tables that are written out, without what they hold.

public import Bytes

public enum PasswordTables {
  /// Whether tables that stand in this parameter hold passwords.
  public static func areNamed(by name: ByteString) -> Bool {
    guard let parameter = ParameterFacts.known[name] else { return SecretWords.areIn(name) }
    return parameter.use == "maps" && SecretWords.areIn(name)
  }

  /// A word of a password parameter without its secret; nil for a word that only says where passwords are.
  static func masked(_ word: ByteString) -> ByteString? {
    if word.hasPrefix("/") || isPlainMacro(word) { return nil }
    for text in TableNames.inside(word).prefix(1) {
      guard let table = try? TableName(text) else { break }
      switch table.kind {
      case .constant, .inline, .pipeline, .union, .random:
        let before = ByteString(word.bytes.prefix(word.count - text.count))
        return before + table.type + (table.isInBraces ? ":{…}" : ":…")
      case .unknown: return ByteString(InlineSecrets.mask)
      default: return table.isInBraces ? table.type + ":{…}" : nil
      }
    }
    return ByteString(InlineSecrets.mask)
  }

  /// `$name`, `${name}` or `$(name)`.
  private static func isPlainMacro(_ word: ByteString) -> Bool {
    guard word.hasPrefix("$") else { return false }
    let names = macros(in: word)
    return names.count == 1
      && [names[0], "{" + names[0] + "}", "(" + names[0] + ")"].contains(ByteString(word.bytes.dropFirst()))
  }

  /// The names after every "$".
  static func macros(in value: ByteString) -> [ByteString] {
    value.bytes.split(separator: UInt8(ascii: "$"), omittingEmptySubsequences: false).dropFirst().compactMap { piece in
      let start = piece.drop { $0 == UInt8(ascii: "{") || $0 == UInt8(ascii: "(") || $0.isASCIISpace }
      let name = start.prefix { $0.isASCIIAlphanumeric || $0 == UInt8(ascii: "_") }
      return name.isEmpty ? nil : ByteString(name)
    }
  }
}

// The passwords that stand in a configuration itself, so that no report prints them, wherever they turn up.
//
// A value may be shown far from its own line: proxy_read_maps has the tables of smtp_sasl_password_maps in it, and a
// password may be put together from settings of the site's own through `$name`. What is a secret inside of a value or of an
// argument is decided as for snapshots: InlineSecrets.

public import Bytes

public struct ConfigurationSecrets: Sendable {
  /// What stands in the place of a secret.
  public static let notShown: ByteString = "(not shown)"
  /// Shorter texts would be found in everything, and are no passwords.
  private static let shortest = 4

  /// Settings with a secret in their value.
  private let names: Set<ByteString>
  /// Values and words of values that no report shows, the longest first.
  private let texts: [ByteString]
  private let inline: InlineSecrets

  public init(_ configuration: Configuration) {
    var settings = configuration.main.settings.map { ($0.name, $0.value, Service?.none) }
    for service in configuration.services {
      settings += service.overrides.values.map { ($0.name, $0.value, service) }
    }
    var names: Set<ByteString> = []
    var open = settings.filter { SecretLine.mayHold(setting: $0.0, $0.1) }.map(\.0)
    while let name = open.popLast() {
      guard names.insert(name).inserted else { continue }
      // What the site's own settings bring into a password is a password, too.
      open += settings.filter { $0.0 == name }.flatMap { Self.references(in: $0.1) }.filter {
        ParameterFacts.known[$0] == nil
      }
    }
    var texts: Set<ByteString> = []
    for (name, value, service) in settings where names.contains(name) {
      for text in [value, try? configuration.expand(value, in: service)].compactMap({ $0 }) {
        texts.formUnion([text] + Words.ofList(text).map(\.text) + Words.ofList(text, grouping: false).map(\.text))
      }
    }
    let inline = InlineSecrets(of: configuration)
    for (name, value, service) in settings {
      for text in [value, try? configuration.expand(value, in: service)].compactMap({ $0 }) {
        texts.formUnion(inline.secretPlaces(in: text, of: name).map { ByteString(text.bytes[$0]) })
      }
    }
    for service in configuration.services {
      let text = ArgumentText(of: service.entry).text
      texts.formUnion(SecretPhrases.places(in: text[...], .command).map { ByteString(text[$0]) })
    }
    self.inline = inline
    self.names = names
    self.texts = texts.filter { $0.count >= Self.shortest && !SecretLine.namesFile($0.bytes) }.sorted {
      ($1.count, $0) < ($0.count, $1)
    }
  }

  /// Whether a setting is one that may hold a secret.
  public func areIn(_ name: ByteString) -> Bool { names.contains(name) }

  /// A value of a setting as a report may show it.
  public func masked(_ value: ByteString, of name: ByteString) -> ByteString {
    if names.contains(name), !value.bytes.isEmpty, !SecretLine.namesFile(value.bytes) { return Self.notShown }
    return masked(value, at: inline.secretPlaces(in: value, of: name))
  }

  /// Arguments of a program of master.cf, with blanks between them.
  public func masked(arguments: ByteString) -> ByteString {
    // { word } is one argument.
    let words = arguments.bytes.map { "{}".utf8.contains($0) ? 0x20 : $0 }
    return masked(arguments, at: SecretPhrases.places(in: words[...], .command))
  }

  /// What Postfix complains about, without the value that it quotes where that may be a secret.
  public func masked(_ complaint: Diagnostic) -> Diagnostic {
    let bytes = Array(complaint.message.utf8)
    var text = masked(ByteString(bytes)).description
    if SecretLine.mayHold(bytes), let sign = bytes.firstIndex(where: { "\"=".utf8.contains($0) }) {
      // "missing '=' after …" has a sign of its own.
      let start = bytes.firstIndex(of: UInt8(ascii: "\"")) ?? sign
      text = "\(ByteString(bytes[...start]))\(Self.notShown)"
    }
    return Diagnostic(
      complaint.kind, complaint.verdict, at: complaint.span, subject: complaint.subject, message: text)
  }

  private func masked(_ text: ByteString, at places: [Range<Int>]) -> ByteString {
    var shown: [UInt8] = []
    var end = 0
    for place in places {
      shown += masked(ByteString(text.bytes[end..<place.lowerBound])).bytes + Self.notShown.bytes
      end = place.upperBound
    }
    return ByteString(shown + masked(ByteString(text.bytes[end...])).bytes)
  }

  /// A text without the secrets in it.
  public func masked(_ text: ByteString) -> ByteString {
    var bytes = text.bytes
    for secret in texts {
      // What stands in its place is not searched: it may have the secret in it.
      var shown: [UInt8] = []
      var rest = bytes
      while let place = rest.firstOccurrence(of: secret.bytes) {
        shown += rest[..<place.lowerBound] + Self.notShown.bytes
        rest = Array(rest[place.upperBound...])
      }
      bytes = shown + rest
    }
    return ByteString(bytes)
  }

  private static func references(in value: ByteString) -> [ByteString] {
    value.bytes.split(separator: UInt8(ascii: "$"), omittingEmptySubsequences: false).dropFirst().compactMap { piece in
      let start = piece.drop { $0 == UInt8(ascii: "{") || $0 == UInt8(ascii: "(") || $0 == UInt8(ascii: " ") }
      let name = start.prefix(while: MacroExpander.isNameByte)
      return name.isEmpty ? nil : ByteString(name)
    }
  }
}

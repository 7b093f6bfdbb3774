// The elements of an smtpd restriction list: which check, with which argument, where it stands.
//
// Elements are words; some take the next word as argument. Names ignore case. `warn_if_reject` turns the next element
// into a test that only logs. A restriction class is replaced by its own list. Source: smtpd_check.c.

public import Bytes

/// One element of an effective restriction list, classes replaced.
public struct Restriction: Sendable {
  /// In lower case, or the table name for a bare `type:table`.
  public let name: ByteString
  /// The word after it; nil when the restriction takes none or it is missing.
  public let argument: ByteString?
  public let needsArgument: Bool
  /// Whether warn_if_reject stands before it.
  public let isWarningOnly: Bool
  public let isKnown: Bool
  /// The restriction class that brought it in; empty when it stands in the list itself.
  public let className: ByteString
  /// Where it stands, as far as it is written out; nil for defaults.
  public let span: SourceSpan?

  public var isBareTable: Bool { name.bytes.contains(UInt8(ascii: ":")) }
}

/// A restriction list of one service with its classes replaced.
public struct RestrictionList: Sendable {
  public let parameter: ByteString
  public let elements: [Restriction]
  /// Why the list could not be read.
  public let problem: String?
  /// Classes that contain themselves.
  public let recursiveClasses: [ByteString]

  public static let parameters: [ByteString] = [
    "smtpd_client_restrictions", "smtpd_helo_restrictions", "smtpd_sender_restrictions", "smtpd_relay_restrictions",
    "smtpd_recipient_restrictions", "smtpd_data_restrictions", "smtpd_end_of_data_restrictions",
    "smtpd_etrn_restrictions",
  ]

  /// All names that smtpd of this version knows.
  public static func knownNames(at version: PostfixVersion) -> [ByteString] {
    RestrictionNames.known.keys.filter { RestrictionNames.isKnown($0, version) }
  }

  /// Whether smtpd of this version knows a name, in lower case.
  public static func isKnown(_ name: ByteString, at version: PostfixVersion) -> Bool {
    RestrictionNames.isKnown(name, version)
  }

  public init(_ parameter: ByteString, of service: Service, in configuration: Configuration) {
    self.parameter = parameter
    // A list that this version does not have decides nothing, even if a line sets it.
    guard configuration.knows(parameter), let value = configuration.value(parameter, in: service) else {
      elements = []
      problem = nil
      recursiveClasses = []
      return
    }
    guard value.text != nil else {
      elements = []
      problem = value.problem
      recursiveClasses = []
      return
    }
    var reader = RestrictionReader(service, configuration)
    reader.read(value, className: .empty, path: [])
    elements = reader.elements
    problem = nil
    recursiveClasses = reader.recursiveClasses
  }
}

private struct RestrictionReader {
  let service: Service
  let configuration: Configuration
  let classes: Set<ByteString>
  var elements: [Restriction] = []
  var recursiveClasses: [ByteString] = []
  /// More than any real list; a class that is used very often must not grow without end.
  static let maximumElements = 20_000

  init(_ service: Service, _ configuration: Configuration) {
    self.service = service
    self.configuration = configuration
    let names = configuration.value("smtpd_restriction_classes", in: service)?.text ?? .empty
    classes = Set(Words.ofList(names).map(\.text))
  }

  /// `isWarning`: warn_if_reject stands before the class that this is the list of.
  mutating func read(
    _ value: EffectiveValue, className: ByteString, path: [ByteString], isWarning: Bool = false
  ) {
    var words = value.placedWords[...]
    var isWarningOnly = isWarning
    while let word = words.popFirst(), elements.count < Self.maximumElements {
      let name = word.text.lowercased
      if name == "warn_if_reject" {
        isWarningOnly = true
        continue
      }
      if classes.contains(word.text), RestrictionNames.known[name] == nil {
        expand(word.text, path: path, isWarning: isWarningOnly)
        isWarningOnly = isWarning
        continue
      }
      let isTable = word.text.bytes.contains(UInt8(ascii: ":"))
      let needsArgument = RestrictionNames.known[name]?.takesArgument ?? false
      var argument: ByteString?
      if needsArgument, let next = words.first, RestrictionNames.known[next.text.lowercased] == nil {
        argument = next.text
        words.removeFirst()
      }
      elements.append(
        Restriction(
          name: isTable ? word.text : name, argument: argument, needsArgument: needsArgument,
          isWarningOnly: isWarningOnly, isKnown: isTable || RestrictionNames.isKnown(name, configuration.build.version),
          className: className, span: word.span))
      isWarningOnly = isWarning
    }
  }

  private mutating func expand(_ name: ByteString, path: [ByteString], isWarning: Bool) {
    guard !path.contains(name) else {
      if !recursiveClasses.contains(name) { recursiveClasses.append(name) }
      return
    }
    guard let value = configuration.value(name, in: service), value.text != nil else { return }
    read(value, className: name, path: path + [name], isWarning: isWarning)
  }
}

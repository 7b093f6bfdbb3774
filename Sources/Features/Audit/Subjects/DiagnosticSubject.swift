// One complaint of Postfix about the files: what postconf warns of, what programs die of, what nobody tells.

import Bytes
import Conditions
import PostfixConfig

enum DiagnosticAttribute: String, SubjectAttribute {
  /// What it is about, such as missing-equals.
  case kind = "diagnostic.kind"
  /// The parameter, service or option.
  case name = "diagnostic.name"
  /// Postfix's own words.
  case message = "diagnostic.message"
  /// Whether a program dies of it.
  case isFatal = "diagnostic.is_fatal"
  /// Which program dies of it.
  case program = "diagnostic.program"
  /// main.cf or master.cf.
  case file = "diagnostic.file"
  /// The known parameter that is spelled most like the name.
  case nearest = "diagnostic.nearest"
  /// For parameters of other versions: when they came.
  case introduced = "diagnostic.introduced"
  /// For parameters of other versions: when they went.
  case removed = "diagnostic.removed"
  /// Since when postconf warns about it.
  case deprecated = "diagnostic.deprecated"
  /// The parameter that took its place.
  case replacement = "diagnostic.replacement"

  static let firstSlot = 2700
  static let all = allCases
  static let kinds = WordType("diagnostic", Diagnostic.Kind.allCases.map { ByteString($0.rawValue) })
  /// Words are positions, and every rule about diagnostics asks for the kind.
  static let kindValues = Dictionary(
    uniqueKeysWithValues: Diagnostic.Kind.allCases.enumerated().map { ($0.element, Value.word($0.offset)) })

  var type: ValueType {
    switch self {
    case .kind: .word(Self.kinds)
    case .name, .message, .program, .file, .nearest, .replacement: .text
    case .isFatal: .boolean
    case .introduced, .removed, .deprecated: .version
    }
  }
}

struct DiagnosticElement: SubjectElement {
  let diagnostic: Diagnostic
  /// Looking for a near name costs time; after many unknown names it is no help any more.
  let searchesNearest: Bool

  var parameter: String { diagnostic.subject.description }
  var location: FindingLocation? {
    if let span = diagnostic.span { return FindingLocation(span.file, span) }
    return FindingLocation(diagnostic.kind == .missingMaster ? .master : .main, nil)
  }

  func attribute(_ slot: Int, _ context: AuditContext) -> Value {
    guard let attribute = DiagnosticAttribute.attribute(at: slot) else { return .absent }
    var facts: Parameter? { ParameterFacts.known[diagnostic.subject] }
    switch attribute {
    case .kind: return DiagnosticAttribute.kindValues[diagnostic.kind] ?? .absent
    case .name: return .text(diagnostic.subject)
    case .message: return .text(ByteString(diagnostic.message))
    case .isFatal: return .boolean(diagnostic.isFatal)
    case .program:
      guard case .fatal(let program) = diagnostic.verdict else { return .absent }
      return .text(ByteString(program))
    case .file: return diagnostic.span.map { .text(ByteString($0.file.rawValue)) } ?? .absent
    case .nearest:
      guard searchesNearest else { return .absent }
      return context.nearestParameter(to: diagnostic.subject).map { .text($0) } ?? .absent
    case .introduced: return facts.map { .version(VersionNumber($0.introduced)) } ?? .absent
    case .removed: return facts?.removed.map { .version(VersionNumber($0)) } ?? .absent
    case .deprecated: return facts?.deprecated.map { .version(VersionNumber($0)) } ?? .absent
    case .replacement:
      guard let facts, !facts.replacement.isEmpty else { return .absent }
      return .text(facts.replacement)
    }
  }
}

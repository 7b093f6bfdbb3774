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
  /// For names such as x_destination_rate_delay, which a service x of master.cf would bring into being: x.
  case transport = "diagnostic.transport"
  /// For undefined names: whether the same value asks if the name is set, as ${name?text} and ${name:text} do.
  case isTested = "diagnostic.is_tested"
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
    case .name, .message, .program, .file, .nearest, .transport, .replacement: .text
    case .isFatal, .isTested: .boolean
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
    case .transport:
      guard diagnostic.kind == .unusedParameter else { return .absent }
      guard let service = ServiceParameters.service(of: diagnostic.subject) else { return .absent }
      guard context.configuration.master != nil else {
        return .unknown(because: "there is no master.cf that could have a service \(service)")
      }
      return .text(service)
    case .isTested: return .boolean(diagnostic.kind == .undefinedParameter && isTested(context))
    case .replacement:
      guard let facts, !facts.replacement.isEmpty else { return .absent }
      return .text(facts.replacement)
    }
  }

  private func isTested(_ context: AuditContext) -> Bool {
    guard let span = diagnostic.span else { return false }
    let settings = context.configuration.main.settings.map { ($0.nameSpan, $0.value) }
    let overrides = context.configuration.services.flatMap { service in
      service.overrides.values.map { ($0.nameSpan, $0.value) }
    }
    // The setting at or before the place of the reference.
    let candidates = (span.file == .main ? settings : overrides).filter { $0.0 < span || $0.0 == span }
    guard let value = candidates.max(by: { $0.0 < $1.0 })?.1 else { return false }
    let text = value.description
    return ["?", ":"].contains { text.contains("${\(diagnostic.subject)\($0)") }
  }
}

/// Which parameter was meant by a name that Postfix does not know.
enum NearParameter {
  /// One or two slips in a name that is long enough for them, or its words in another order.
  static func name(_ name: ByteString, in known: some Sequence<ByteString>) -> ByteString? {
    let slips = min(2, name.count / 5)
    return Spelling.nearest(to: name, in: known, slips: slips) ?? inOtherOrder(name, in: known)
  }

  private static func inOtherOrder(_ name: ByteString, in known: some Sequence<ByteString>) -> ByteString? {
    func words(_ text: ByteString) -> [String] {
      text.bytes.split(separator: UInt8(ascii: "_")).map { String(decoding: $0, as: UTF8.self) }.sorted()
    }
    let wanted = words(name)
    guard wanted.count > 1 else { return nil }
    return known.first { $0.count == name.count && words($0) == wanted }
  }
}

// What the conditions of rules may talk about: all parameters, facts of the release, and the attributes of the subject.
//
// docs/rules.md describes every name; VocabularyDocumentationTests compares the two.

import Bytes
import Conditions
import PostfixConfig
import RegularExpressions
import Synchronization

/// One vocabulary for each kind of subject.
///
/// Each is made when the first rule needs it.
final class Vocabularies: Sendable {
  private let base: Vocabulary
  private let byKind = Mutex<[SubjectKind: Vocabulary]>([:])

  init() {
    var base = Vocabulary { pattern, ignoringCase in
      do throws(RegularExpressions.PatternError) {
        return .success(UserPattern(pattern: try Pattern(pattern, ignoreCase: ignoringCase)))
      } catch {
        return .failure(Conditions.PatternError(error.message))
      }
    }
    for (slot, parameter) in ParameterTypes.parameters.enumerated() {
      base.declare(parameter.name, ParameterTypes.type(of: parameter), slot: slot)
    }
    for attribute in ReleaseAttribute.allCases { base.declare(attribute) }
    for attribute in HostAttribute.allCases { base.declare(attribute) }
    self.base = base
  }

  subscript(kind: SubjectKind) -> Vocabulary {
    byKind.withLock { known in
      if let vocabulary = known[kind] { return vocabulary }
      let vocabulary = make(kind)
      known[kind] = vocabulary
      return vocabulary
    }
  }

  private func make(_ kind: SubjectKind) -> Vocabulary {
    var vocabulary = Vocabulary(extending: base)
    for attribute in Self.attributes(of: kind) { vocabulary.declare(attribute) }
    return vocabulary
  }

  /// What a kind of subject has of its own, beside parameters, release and host.
  static func attributes(of kind: SubjectKind) -> [any SubjectAttribute] {
    let configuration: [any SubjectAttribute] = ConfigurationAttribute.all
    return switch kind {
    case .configuration, .queueManager: configuration
    case .service, .smtpdService, .clientService: configuration + ServiceAttribute.all
    case .setting: SettingAttribute.all
    case .restriction: configuration + ServiceAttribute.all + RestrictionAttribute.all
    // Those of the service whose -o sets the list are missing for lists of main.cf.
    case .addressPattern: configuration + ServiceAttribute.all + AddressPatternAttribute.all
    case .table: TableAttribute.all
    case .diagnostic: DiagnosticAttribute.all
    case .securityFix: configuration + SecurityFixAttribute.all
    }
  }
}

/// An attribute of some kind of subject: its name in conditions, its type, and what it means.
protocol SubjectAttribute: CaseIterable, RawRepresentable<String>, Sendable {
  /// Attributes of one kind of subject have slots above this.
  static var firstSlot: Int { get }
  /// All cases, kept: they are looked up with every value.
  static var all: [Self] { get }
  var type: ValueType { get }
}

extension SubjectAttribute {
  var slot: Int { Self.firstSlot + (Self.all.firstIndex { $0.rawValue == rawValue } ?? 0) }

  /// The attribute with a slot of this kind.
  static func attribute(at slot: Int) -> Self? {
    all.indices.contains(slot - firstSlot) ? all[slot - firstSlot] : nil
  }
}

extension Vocabulary {
  fileprivate mutating func declare(_ attribute: some SubjectAttribute) {
    declare(ByteString(attribute.rawValue), attribute.type, slot: attribute.slot)
  }
}

/// A `/pattern/` of a condition.
private struct UserPattern: CompiledPattern {
  let pattern: Pattern
  func matches(_ text: ByteString) -> Bool? { pattern.isMatch(text) }
}

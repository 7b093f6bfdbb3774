// What the conditions of rules may talk about: all parameters, facts of the release, and the attributes of the subject.
//
// docs/rules.md describes every name; VocabularyDocumentationTests compares the two.

import Bytes
import Conditions
import PostfixConfig
import RegularExpressions

/// One vocabulary for each kind of subject.
struct Vocabularies: Sendable {
  private let byKind: [SubjectKind: Vocabulary]

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
    var byKind: [SubjectKind: Vocabulary] = [:]
    for kind in SubjectKind.allCases {
      var vocabulary = base
      switch kind {
      case .configuration: for attribute in ConfigurationAttribute.allCases { vocabulary.declare(attribute) }
      case .service, .clientService:
        for attribute in ServiceAttribute.allCases { vocabulary.declare(attribute) }
      case .smtpdService:
        for attribute in ConfigurationAttribute.allCases { vocabulary.declare(attribute) }
        for attribute in ServiceAttribute.allCases { vocabulary.declare(attribute) }
      case .setting: for attribute in SettingAttribute.allCases { vocabulary.declare(attribute) }
      case .restriction:
        for attribute in ConfigurationAttribute.allCases { vocabulary.declare(attribute) }
        for attribute in ServiceAttribute.allCases { vocabulary.declare(attribute) }
        for attribute in RestrictionAttribute.allCases { vocabulary.declare(attribute) }
      case .addressPattern:
        for attribute in ConfigurationAttribute.allCases { vocabulary.declare(attribute) }
        // Those of the service whose -o sets the list; missing for lists of main.cf.
        for attribute in ServiceAttribute.allCases { vocabulary.declare(attribute) }
        for attribute in AddressPatternAttribute.allCases { vocabulary.declare(attribute) }
      case .table: for attribute in TableAttribute.allCases { vocabulary.declare(attribute) }
      case .diagnostic: for attribute in DiagnosticAttribute.allCases { vocabulary.declare(attribute) }
      case .securityFix: for attribute in SecurityFixAttribute.allCases { vocabulary.declare(attribute) }
      }
      byKind[kind] = vocabulary
    }
    self.byKind = byKind
  }

  subscript(kind: SubjectKind) -> Vocabulary { byKind[kind] ?? Vocabulary() }
}

/// An attribute of some kind of subject: its name in conditions, its type, and what it means.
protocol SubjectAttribute: CaseIterable, RawRepresentable<String>, Sendable {
  /// Attributes of one kind of subject have slots above this.
  static var firstSlot: Int { get }
  var type: ValueType { get }
}

extension SubjectAttribute {
  var slot: Int { Self.firstSlot + (Array(Self.allCases).firstIndex { $0.rawValue == rawValue } ?? 0) }

  /// The attribute with a slot of this kind.
  static func attribute(at slot: Int) -> Self? {
    let cases = Array(allCases)
    return cases.indices.contains(slot - firstSlot) ? cases[slot - firstSlot] : nil
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

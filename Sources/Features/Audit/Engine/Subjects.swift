// The things that rules ask about, gathered once for all rules.

import Bytes
import Conditions
import PostfixConfig

struct Subjects {
  private let context: AuditContext
  private var byKind: [SubjectKind: [AuditSubject]] = [:]

  init(_ context: AuditContext) {
    self.context = context
    for kind in SubjectKind.allCases { byKind[kind] = gather(kind) }
  }

  subscript(kind: SubjectKind) -> [AuditSubject] { byKind[kind] ?? [] }

  private func subject(_ element: (any SubjectElement)? = nil, service: Int? = nil) -> AuditSubject {
    AuditSubject(context: context, service: service, element: element)
  }

  private func gather(_ kind: SubjectKind) -> [AuditSubject] {
    let configuration = context.configuration
    let services = configuration.services
    switch kind {
    case .configuration: return [subject()]
    case .service: return services.indices.map { subject(service: $0) }
    case .smtpdService: return smtpdServices.map { subject(service: $0) }
    case .clientService:
      return services.indices.filter { ["smtp", "lmtp"].contains(services[$0].program) }.map { subject(service: $0) }
    case .queueManager:
      // Without a master.cf its values are those of main.cf.
      guard configuration.master != nil else { return [subject()] }
      return services.indices.filter { ["qmgr", "oqmgr"].contains(services[$0].program) }.map { subject(service: $0) }
    case .setting: return settings
    case .restriction: return smtpdServices.flatMap(restrictions)
    case .addressPattern: return addressPatterns
    case .table: return tables
    case .diagnostic:
      var unknown = 0
      return context.diagnostics.map { diagnostic in
        if diagnostic.kind == .unusedParameter { unknown += 1 }
        return subject(DiagnosticElement(diagnostic: diagnostic, searchesNearest: unknown <= 100))
      }
    case .securityFix: return ReleaseFacts.known.fixes.map { subject(SecurityFixElement(fix: $0)) }
    }
  }

  private var smtpdServices: [Int] {
    context.configuration.services.indices.filter { context.configuration.services[$0].program == "smtpd" }
  }

  private var settings: [AuditSubject] {
    let main = context.configuration.main.settings.map { setting in
      subject(SettingElement(name: setting.name, value: setting.value, span: setting.valueSpan, service: nil))
    }
    let overrides = context.configuration.services.enumerated().flatMap { index, service in
      service.overrides.values.sorted { $0.nameSpan < $1.nameSpan }.map { override in
        subject(
          SettingElement(name: override.name, value: override.value, span: override.valueSpan, service: index),
          service: index)
      }
    }
    return main + overrides
  }

  private func restrictions(_ service: Int) -> [AuditSubject] {
    let policy = context.relayPolicy(service).parameter
    return context.restrictionLists(service).flatMap { list in
      list.elements.indices.map { index in
        subject(
          RestrictionElement(list: list, index: index, isRelayPolicy: list.parameter == policy), service: service)
      }
    }
  }

  /// The values of a parameter in main.cf and in services that override it, each once.
  private func values(of name: ByteString) -> [(value: EffectiveValue, service: Int?)] {
    var result: [(value: EffectiveValue, service: Int?)] = []
    if let value = context.configuration.value(name) { result.append((value, nil)) }
    for (index, service) in context.configuration.services.enumerated() where service.overrides[name] != nil {
      if let value = context.configuration.value(name, in: service) { result.append((value, index)) }
    }
    return result
  }

  private var addressPatterns: [AuditSubject] {
    AddressPatternElement.parameters.flatMap { name in
      values(of: name).filter { $0.value.isSet }.flatMap { value, service -> [AuditSubject] in
        let words = value.placedWords
        let covers = AddressCoverage.coversInternet(words.map(\.text))
        return words.map { word in
          subject(
            AddressPatternElement(text: word.text, list: name, span: word.span, listCoversInternet: covers),
            service: service)
        }
      }
    }
  }

  private var tables: [AuditSubject] {
    let parameters = ParameterTypes.parameters.filter { ["maps", "match-list", "restrictions"].contains($0.use) }
    let extra: [ByteString] = ["alias_database", "postscreen_access_list", "smtp_sasl_password_maps"]
    let names = parameters.map(\.name) + extra.filter { name in !parameters.contains { $0.name == name } }
    return names.flatMap { name in
      values(of: name).filter { $0.value.isSet }.flatMap { value, service -> [AuditSubject] in
        TableElement.names(in: value.text ?? .empty, of: name).map { table in
          subject(TableElement(name: table, list: name, span: value.span(ofWord: table)), service: service)
        }
      }
    }
  }
}

// Turns a yes into a finding: where it points, what it says, which commands repair it.

import Bytes
import Conditions
import PostfixConfig

struct FindingBuilder {
  let finding: Finding

  init(_ rule: Rule, _ condition: Condition, _ subject: AuditSubject) {
    let context = subject.context
    let service = context.service(subject.service)
    let pointed = Self.pointedParameter(rule, condition, subject)
    let elementLocation = rule.at.isEmpty ? subject.element?.location : nil
    let proof = Self.proof(condition, subject)
    let span = proof?.span ?? pointed?.effective?.valueSpan
    // What no parameter decides is about the service itself, and so is a default that the service is to replace.
    let isAboutService = pointed == nil || !rule.fix.serviceAssignments.isEmpty
    let line = isAboutService ? service?.entry.span(of: .service) : nil
    let place = span ?? pointed?.effective?.nameSpan ?? line
    let location = elementLocation ?? FindingLocation(place?.file ?? .main, place)
    let withheld = SecretValues(rule, location, context)
    let severity = rule.adjustments.first { $0.when.outcome(for: subject) == .yes }?.severity ?? rule.severity
    let parameter =
      subject.element.map(\.parameter).flatMap { $0.isEmpty || !rule.at.isEmpty ? nil : $0 }
      ?? pointed?.name.description ?? ""
    finding = Finding(
      rule: rule, severity: severity, message: rule.says.filled(for: subject, withholding: withheld),
      location: location,
      parameter: withheld.conceal(parameter) ? "" : parameter,
      table: (subject.element as? TableElement)?.name.description ?? "", services: service.map { [$0.name] } ?? [],
      fixCommands: FixCommands(rule.fix, subject, withholding: withheld).commands,
      fixText: rule.fix.text?.filled(for: subject, withholding: withheld) ?? "",
      holdsSecret: withheld.hidesLine,
      evidence: proof?.lines ?? [])
  }

  /// The relay proof, for a rule that asks for it.
  private static func proof(_ condition: Condition, _ subject: AuditSubject) -> RelayEvidence? {
    guard condition.names.contains(where: { $0.name == "service.relay" }),
      let name = subject.context.service(subject.service)?.name
    else { return nil }
    return subject.context.relay.answer(for: name).map(RelayEvidence.init)
  }

  /// The first parameter that is set, of those the rule names or else those its condition mentions; the first one of
  /// all when none is set.
  private static func pointedParameter(
    _ rule: Rule, _ condition: Condition, _ subject: AuditSubject
  ) -> (name: ByteString, effective: EffectiveValue?)? {
    let names = rule.at.isEmpty ? condition.names.map(\.name) : rule.at.map { ByteString($0) }
    let candidates = names.filter { ParameterFacts.known[$0] != nil }.map { name in
      (name, subject.context.configuration.value(name, in: subject.context.service(subject.service)))
    }
    return candidates.first { $0.1?.isSet == true } ?? candidates.first
  }
}

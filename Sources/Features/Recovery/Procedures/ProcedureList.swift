// Procedures while they are put together: a site's own join those of the program, and added steps find their place.

import Conditions
import YAMLDocuments

struct ProcedureList {
  private(set) var procedures: [Procedure]
  private let shipped: Set<String>
  /// The last step that was put behind a step, by procedure and step: several that go behind one step stay in order.
  private var lastBehind: [[String]: String] = [:]

  init(_ procedures: [Procedure]) {
    self.procedures = procedures
    shipped = Set(procedures.map(\.name))
  }

  mutating func add(_ procedure: Procedure, from file: String) throws(ProcedureFile.Defect) {
    guard !procedures.contains(where: { $0.name == procedure.name }) else {
      let advice = "to add a step to it, say \"procedure: \(procedure.name)\", and \"before\" or \"after\""
      throw ProcedureFile.Defect(
        file: file, position: nil,
        message: shipped.contains(procedure.name)
          ? "Postkeep has a procedure \"\(procedure.name)\" of its own; \(advice)"
          : "another file has a procedure \"\(procedure.name)\"")
    }
    procedures.append(procedure)
  }

  mutating func add(_ addition: ProcedureFile.Addition) throws(ProcedureFile.Defect) {
    guard let index = procedures.firstIndex(where: { $0.name == addition.procedure }) else {
      throw unknown(
        "procedure", addition.procedure, procedures.map(\.name), addition.file, addition.procedurePosition)
    }
    let old = procedures[index]
    let names = old.steps.map(\.name)
    let key = [addition.procedure, addition.neighbour]
    let neighbour = addition.place == .after ? lastBehind[key] ?? addition.neighbour : addition.neighbour
    guard let place = names.firstIndex(of: neighbour) else {
      throw unknown(
        "step", addition.neighbour, names, addition.file, addition.neighbourPosition, in: addition.procedure)
    }
    guard !names.contains(addition.step.name) else {
      throw ProcedureFile.Defect(
        file: addition.file, position: addition.stepPosition,
        message: "\(addition.procedure) has a step \"\(addition.step.name)\" already; give this one another name")
    }
    if addition.place == .after { lastBehind[key] = addition.step.name }
    var steps = old.steps
    steps.insert(addition.step, at: addition.place == .after ? place + 1 : place)
    procedures[index] = Procedure(
      name: old.name, title: old.title, when: old.when, needs: old.needs, willNot: old.willNot, steps: steps)
  }

  private func unknown(
    _ what: String, _ name: String, _ known: [String], _ file: String, _ position: YAMLPosition,
    in procedure: String? = nil
  ) -> ProcedureFile.Defect {
    let hint = Spelling.nearest(to: name, in: known).map { "did you mean \"\($0)\"?" }
    let place = procedure.map { "\($0) has no \(what)" } ?? "there is no \(what)"
    return ProcedureFile.Defect(
      file: file, position: position,
      message: "\(place) \"\(name)\"; \(hint ?? "known are: \(known.joined(separator: ", "))")")
  }
}

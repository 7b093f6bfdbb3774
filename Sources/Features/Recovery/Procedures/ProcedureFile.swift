// A file of procedures: a whole procedure, a step that others may name, or a step that a site adds to a procedure.

import YAMLDocuments

struct ProcedureFile: Sendable {
  /// What errors name.
  let path: String
  let bytes: [UInt8]

  /// What is wrong, and where.
  struct Defect: Error {
    let file: String
    let position: YAMLPosition?
    let message: String

    var description: String { file + (position.map { ":\($0)" } ?? "") + ": " + message }
  }

  /// A step that a site adds.
  struct Addition {
    enum Place { case before, after }

    let file: String
    let procedure: String
    let procedurePosition: YAMLPosition
    let place: Place
    /// The step beside which it goes.
    let neighbour: String
    let neighbourPosition: YAMLPosition
    let step: ProcedureStep
    let stepPosition: YAMLPosition
  }

  enum Content {
    case procedure(Procedure)
    case addition(Addition)
  }

  /// - Parameter known: the steps that a list may name without telling them.
  func content(_ known: [String: ProcedureStep]) throws(Defect) -> Content {
    try translating { root throws(YAMLError) in
      let reader = ProcedureStepReader(known: known)
      var keys = try root.mapping()
      guard let procedure = keys.optional("procedure") else {
        return .procedure(try self.procedure(root, reader))
      }
      keys = try ProcedureStepReader.mapping(root, of: ["procedure", "before", "after", "step"])
      let name = try procedure.text()
      let before = keys.optional("before")
      let after = keys.optional("after")
      guard let neighbour = before ?? after, before == nil || after == nil else {
        throw YAMLError("an added step has one place: before a step or after one", at: keys.position)
      }
      let node = try keys.required("step")
      let addition = Addition(
        file: path, procedure: name, procedurePosition: procedure.position, place: before == nil ? .after : .before,
        neighbour: try neighbour.text(), neighbourPosition: neighbour.position, step: try reader.step(node),
        stepPosition: node.position)
      return .addition(addition)
    }
  }

  /// The whole file as one step.
  func step() throws(Defect) -> ProcedureStep {
    try translating { root throws(YAMLError) in try ProcedureStepReader(known: [:]).step(root) }
  }

  private func procedure(_ root: YAMLNode, _ reader: ProcedureStepReader) throws(YAMLError) -> Procedure {
    var keys = try ProcedureStepReader.mapping(root, of: ["name", "title", "when", "needs", "will_not", "steps"])
    let name = try ProcedureStepReader.name(keys.required("name"))
    let title = try reader.prose(keys.required("title"))
    let when = try reader.prose(keys.required("when"))
    let needs = try reader.sentences(keys.optional("needs"))
    let willNot = try reader.sentences(keys.optional("will_not"))
    let list = try keys.required("steps")
    var steps: [ProcedureStep] = []
    for node in try list.list() {
      let step = try reader.step(node)
      guard !steps.contains(where: { $0.name == step.name }) else {
        throw YAMLError("the step \"\(step.name)\" is there twice", at: node.position)
      }
      steps.append(step)
    }
    guard !steps.isEmpty else { throw YAMLError("a procedure has at least one step", at: list.position) }
    return Procedure(name: name, title: title, when: when, needs: needs, willNot: willNot, steps: steps)
  }

  private func translating<Result>(_ read: (YAMLNode) throws(YAMLError) -> Result) throws(Defect) -> Result {
    do throws(YAMLError) {
      return try read(YAMLDocument(bytes).root)
    } catch {
      throw Defect(file: path, position: error.position, message: error.message)
    }
  }
}

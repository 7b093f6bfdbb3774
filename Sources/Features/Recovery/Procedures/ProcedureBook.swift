// All procedures: those that the program carries, and those of the site.
//
// A site adds steps to a procedure, or writes procedures of its own. Its files tell root what to run, so only files that
// nobody else can write are read.

import Conditions
import SystemAccess

public struct ProcedureBook: Sendable {
  /// Where a site keeps its own steps and procedures.
  public static let usualDirectory = "/etc/postkeep/procedures.d"

  /// The shipped ones in the order in which they are shown, then those of the site in the order of their files.
  public let procedures: [Procedure]

  /// - Parameter directory: where the site keeps its files; nil, or a directory that is not there, for none.
  public init(site directory: String?) throws(RecoveryFailure) {
    try self.init(siteFiles: SiteProcedureFiles.found(in: directory))
  }

  init(siteFiles: [ProcedureFile]) throws(RecoveryFailure) {
    do throws(ProcedureFile.Defect) {
      procedures = try Self.procedures(siteFiles)
    } catch {
      throw RecoveryFailure(
        .unreadable,
        "\(error.description)\n  Repair the file, or move it away. postkeep-restore(7) tells what may stand in it.")
    }
  }

  /// Throws with the nearest name for one that there is not.
  public func procedure(named name: String) throws(RecoveryFailure) -> Procedure {
    if let procedure = procedures.first(where: { $0.name == name }) { return procedure }
    let nearest = Spelling.nearest(to: name, in: procedures.map(\.name))
    throw RecoveryFailure(
      .usage,
      "there is no procedure \"\(name)\"\n  "
        + (nearest.map { "Did you mean \($0)? " } ?? "") + "All are shown by: postkeep restore list")
  }

  /// The order in which the shipped procedures are shown: the worst night first.
  private static let order = ["same-host", "new-host", "selected", "merge", "configuration", "repair", "transfer"]

  private static func procedures(_ siteFiles: [ProcedureFile]) throws(ProcedureFile.Defect) -> [Procedure] {
    let known = try shippedSteps()
    var shipped: [Procedure] = []
    for file in embedded where !file.path.contains("/Steps/") {
      if case .procedure(let procedure) = try file.content(known) { shipped.append(procedure) }
    }
    var list = ProcedureList(
      shipped.sorted { (order.firstIndex(of: $0.name) ?? order.count) < (order.firstIndex(of: $1.name) ?? order.count) }
    )
    var additions: [ProcedureFile.Addition] = []
    for file in siteFiles {
      switch try file.content(known) {
      case .procedure(let procedure): try list.add(procedure, from: file.path)
      case .addition(let addition): additions.append(addition)
      }
    }
    for addition in additions { try list.add(addition) }
    return list.procedures
  }

  /// The steps that procedures name without telling them.
  static func shippedSteps() throws(ProcedureFile.Defect) -> [String: ProcedureStep] {
    var steps: [String: ProcedureStep] = [:]
    for file in embedded where file.path.contains("/Steps/") {
      let step = try file.step()
      steps[step.name] = step
    }
    return steps
  }

  static var embedded: [ProcedureFile] {
    EmbeddedFile.all.map { file in
      let text = UnsafeBufferPointer(start: file.content.utf8Start, count: file.content.utf8CodeUnitCount)
      return ProcedureFile(path: "Procedures/Shipped/\(file.path)", bytes: Array(text))
    }
  }
}

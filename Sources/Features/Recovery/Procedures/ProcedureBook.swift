// All procedures: those that the program carries, and those of the site.

import Conditions

public struct ProcedureBook: Sendable {
  /// Where a site keeps its own steps and procedures.
  public static let usualDirectory = "/etc/postkeep/procedures.d"

  /// The shipped ones in the order in which they are shown, then those of the site by name.
  public let procedures: [Procedure]

  /// - Parameter directory: where the site keeps its files; nil, or a directory that is not there, for none.
  public init(site directory: String?) throws(RecoveryFailure) {
    procedures = []
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
}

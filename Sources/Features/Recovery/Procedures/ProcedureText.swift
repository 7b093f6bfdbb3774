// Procedures as people and programs read them.

public enum ProcedureText {
  /// A line for each procedure.
  public static func list(_ book: ProcedureBook) -> String { "" }

  /// For a terminal or paper.
  /// - Parameter width: columns.
  public static func text(_ procedure: Procedure, width: Int = 78) -> String { "" }

  /// A section of docs/restore-procedures.md.
  public static func markdown(_ procedure: Procedure) -> String { "" }

  /// One document of schema postkeep.restore.procedure/1.
  public static func json(_ procedure: Procedure) -> [UInt8] { [] }
}

// Which restore procedures a command knows.

import ArgumentParser
import Recovery

struct ProcedureOptions: ParsableArguments {
  @Option(
    name: .customLong("procedures"),
    help: ArgumentHelp(
      "Where the site keeps its own steps and procedures. Default: \(ProcedureBook.usualDirectory).", valueName: "dir"),
    completion: .directory,
    transform: PathWord.read)
  var named: String?

  var directory: String { named ?? ProcedureBook.usualDirectory }

  func book() throws -> ProcedureBook { try Failure.translating { try ProcedureBook(site: directory) } }
}

extension CompletionKind {
  /// The names of procedures; those of the site among them, where its files can be read.
  static var procedures: CompletionKind {
    .custom { _, _, _ in
      let book = (try? ProcedureBook(site: ProcedureBook.usualDirectory)) ?? (try? ProcedureBook(site: nil))
      return book?.procedures.map(\.name) ?? []
    }
  }
}

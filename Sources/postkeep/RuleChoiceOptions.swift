// Which rules an audit asks: options, and what they mean for the rule book.

import ArgumentParser
import Audit

struct RuleChoiceOptions: ParsableArguments {
  @Option(help: "Which rules are asked.") var profile: Profile = .default
  @Option(help: ArgumentHelp("Ask only these rules, by id or name.", valueName: "rule,…")) var only: [RuleWords] = []
  @Option(help: ArgumentHelp("Do not ask these rules.", valueName: "rule,…")) var skip: [RuleWords] = []
  @OptionGroup var files: RuleFileOptions

  func audit() throws -> Audit {
    // Rules that are named may be of any profile.
    let isAll = only.isEmpty && skip.isEmpty
    let book = try RuleBook.questions(for: isAll ? profile : nil, adding: files.directories)
    let selection = Audit.Selection(
      profile: profile, only: try book.ids(of: only.flatMap(\.words), for: "--only"),
      skip: try book.ids(of: skip.flatMap(\.words), for: "--skip"))
    return Audit(book.rules, selection)
  }
}

struct RuleFileOptions: ParsableArguments {
  @Option(
    name: .customLong("rules"),
    help: ArgumentHelp("Add the rules below a directory, after those in \(RuleFiles.siteDirectory).", valueName: "dir"),
    completion: .directory,
    transform: PathWord.read)
  var directories: [String] = []

  func book() throws -> RuleBook { try RuleBook.loaded(adding: directories) }
}

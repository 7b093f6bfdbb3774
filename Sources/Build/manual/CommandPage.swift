// The man page of one command: what its help says, in the order of sections that man pages have.

struct CommandPage {
  let command: Command
  /// The commands from the root down to this one, without it.
  let parents: [Command]

  var page: Page {
    let discussion = Discussion(command.discussion)
    var blocks: [Block] = [.heading("Synopsis", level: 2)] + synopsis
    func section(_ title: String, _ content: [Block]) {
      if !content.isEmpty { blocks += [.heading(title, level: 2)] + content }
    }
    section("Description", discussion.prose.isEmpty ? [.paragraph([.text(command.abstract)])] : discussion.prose)
    section("Commands", commands)
    section("Options", options)
    section("Environment", discussion.blocks(of: "ENVIRONMENT") ?? environment)
    section("Files", discussion.blocks(of: "FILES") ?? files)
    section("Exit status", discussion.blocks(of: "EXIT STATUS") ?? [])
    section("Examples", discussion.blocks(of: "EXAMPLES") ?? [])
    let known = ["ENVIRONMENT", "FILES", "EXIT STATUS", "EXAMPLES"]
    for (title, content) in discussion.sections where !known.contains(title) { section(title, content) }
    section("See also", [.paragraph(Array(seeAlso.map { [$0] }.joined(separator: [.text(", ")])))])
    return Page(name: command.pageName, section: 1, abstract: shortAbstract, blocks: blocks)
  }

  /// In NAME there is no full stop and no capital letter, as apropos(1) lists it.
  private var shortAbstract: String {
    var text = command.abstract
    if text.hasSuffix(".") { text.removeLast() }
    return text.prefix(1).lowercased() + text.dropFirst()
  }

  private var synopsis: [Block] {
    let name = command.words.joined(separator: " ")
    guard command.subcommands.isEmpty else {
      return [.call(name, [[.emphasis("command")], [.text("["), .emphasis("options"), .text("]")]])]
    }
    let arguments = command.arguments.filter { !Self.isCommon($0) }
    let sorted = arguments.filter { $0.kind != .positional } + arguments.filter { $0.kind == .positional }
    return [.call(name, sorted.map(Self.call))]
  }

  private var commands: [Block] {
    guard !command.subcommands.isEmpty else { return [] }
    let terms = command.subcommands.map { subcommand in
      Term(term: [.page(subcommand.pageName, section: 1)], meaning: MarkdownText.pages(in: subcommand.abstract))
    }
    return [.terms(terms, isCompact: false)]
  }

  private var options: [Block] {
    let terms = (command.arguments.filter { !Self.isCommon($0) } + command.arguments.filter(Self.isCommon)).map {
      Term(term: Self.term($0), meaning: MarkdownText.pages(in: Self.meaning($0)))
    }
    return terms.isEmpty ? [] : [.terms(terms, isCompact: false)]
  }

  private func takes(_ option: String) -> Bool { command.arguments.contains { $0.names.contains(option) } }

  private var environment: [Block] {
    var terms: [Term] = []
    if takes("--config-dir") {
      terms.append(
        Term(
          term: [.code("MAIL_CONFIG")],
          meaning: [.text("The configuration directory when none is given, as for Postfix's own commands.")]))
    }
    if takes("--color") {
      terms.append(
        Term(term: [.code("NO_COLOR")], meaning: [.text("When set and not empty, no colours are used by default.")]))
    }
    // Those that setup schedules have root's.
    if command.words.dropFirst().first != "setup", takes("--sign") || takes("--encrypt-to") || takes("--identity") {
      terms.append(
        Term(
          term: [.code("GNUPGHOME")],
          meaning: [.text("Where gpg has its keys, if not in "), .code("~/.gnupg"), .text(".")]))
    }
    if takes("--log") || takes("--journal") {
      terms.append(
        Term(
          term: [.code("TZ")],
          meaning: [.text("The time zone of a mail log with traditional times, if it is not that of this host.")]))
    }
    return terms.isEmpty ? [] : [.terms(terms, isCompact: false)]
  }

  /// Where commands keep what they have done and are to find again, by the option that names another place.
  private var kept: [Term] {
    let group = command.words.dropFirst().first
    var places: [(path: String, meaning: String)] = []
    if takes("--selection") {
      places.append(("/etc/postkeep/selections.yaml", "Selections that the site has given names."))
    }
    if takes("--procedures") { places.append(("/etc/postkeep/procedures.d/", "Procedures of the site.")) }
    if takes("--state") {
      places.append(
        group == "restore"
          ? ("/var/lib/postkeep/restores/", "What restores and transfers have done.")
          : ("/var/lib/postkeep/runs/", "What was removed from queues, and can be put back."))
    }
    if takes("--store") || group == "snapshot" && takes("--to") || group == "setup" {
      places.append(("/var/lib/postkeep/snapshots/", "The store of snapshots, with its catalogue and state.json."))
    }
    if takes("--work") { places.append(("/var/lib/postkeep-drills/", "Drills, and how the last one ended.")) }
    return places.map { Term(term: [.code($0.path)], meaning: [.text($0.meaning)]) }
  }

  private var files: [Block] {
    var terms: [Term] = []
    if takes("--config-dir") {
      terms.append(
        Term(
          term: [.code("/etc/postfix/main.cf"), .text(", "), .code("/etc/postfix/master.cf")],
          meaning: [.text("The configuration of this host.")]))
    }
    if takes("--rules") {
      terms.append(
        Term(
          term: [.code("/etc/postkeep/rules.d/")],
          meaning: [.text("Rules of the site, one in each file whose name ends in "), .code(".yaml"), .text(".")]))
    }
    terms += kept
    let own = terms.isEmpty ? [] : [Block.terms(terms, isCompact: false)]
    return own + (parents.isEmpty ? Array(ReferencePage.files.dropFirst()) : [])
  }

  private var seeAlso: [Inline] {
    let kin = parents.map(\.pageName) + command.subcommands.map(\.pageName)
    return kin.map { Inline.page($0, section: 1) } + references + [
      .page("postconf", section: 1), .page("postconf", section: 5), .page("master", section: 5),
    ]
  }
}

extension CommandPage {
  /// The pages of sections 5 and 7 that tell more about the command; the first page tells all.
  private var references: [Inline] {
    let group = command.words.dropFirst().first
    let isAboutMessages = group == "queue" || takes("--where")
    return ReferencePage.all.filter { page in
      guard !parents.isEmpty else { return true }
      return switch page.name {
      case "postkeep-rules": takes("--rules") || group == "rules"
      case "postkeep-conditions": takes("--rules") || group == "rules" || isAboutMessages
      case "postkeep-reports": group == "audit"
      case "postkeep-access": group == "relay" || group == "trace"
      case "postkeep-sessions": group == "trace"
      case "postkeep-queue": group == "queue"
      case "postkeep-selections": isAboutMessages
      case "postkeep-policies": takes("--policy") || command.words.dropFirst() == ["queue"]
      case "postkeep-snapshots", "postkeep-snapshot-configuration", "postkeep-snapshot-format": group == "snapshot"
      case "postkeep-restore": group == "restore"
      default: false
      }
    }
    .map { .page($0.name, section: $0.section) }
  }

  /// What every command takes; it comes last.
  private static func isCommon(_ argument: Command.Argument) -> Bool {
    argument.names.contains("--help") || argument.names.contains("--version")
  }

  /// "-c, --config-dir directory".
  private static func term(_ argument: Command.Argument) -> [Inline] {
    guard argument.kind != .positional else { return [.emphasis(argument.valueName)] }
    let names = argument.names.map { [Inline.code($0)] }.joined(separator: [.text(", ")])
    return names + (argument.kind == .option ? [.text(" "), .emphasis(argument.valueName)] : [])
  }

  /// "[--only rule ...]", as a synopsis has it.
  private static func call(_ argument: Command.Argument) -> [Inline] {
    var words: [Inline] =
      switch argument.kind {
      case .positional: [.emphasis(argument.valueName)]
      case .flag: [.code(argument.names.first ?? argument.preferredName)]
      case .option: [.code(argument.preferredName), .text("\u{A0}"), .emphasis(argument.valueName)]
      }
    if argument.isRepeating { words.append(.text("\u{A0}...")) }
    return argument.isOptional ? [.text("[")] + words + [.text("]")] : words
  }

  /// The help text, completed by the default and the choices where it does not tell them.
  private static func meaning(_ argument: Command.Argument) -> String {
    var sentences = [argument.abstract, argument.discussion].filter { !$0.isEmpty }
    if !argument.values.isEmpty, !argument.values.allSatisfy({ argument.abstract.contains($0) }) {
      sentences.append("One of: \(argument.values.joined(separator: ", ")).")
    }
    if let value = argument.defaultValue, !argument.abstract.contains("Default") {
      sentences.append("Default: \(value).")
    }
    return sentences.joined(separator: " ")
  }
}

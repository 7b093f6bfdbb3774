// Reads a step: the name of one that is known, or a mapping, which may change what is known of that name.
//
// A step with `run` carries out commands of the site. What it does not tell in words is said by its commands.

import Bytes
import Conditions
import YAMLDocuments

struct ProcedureStepReader {
  /// By name: what a list may name without telling it.
  let known: [String: ProcedureStep]

  func step(_ node: YAMLNode) throws(YAMLError) -> ProcedureStep {
    if case .scalar = node.content {
      let name = try node.text()
      guard let step = known[name] else {
        let hint = Spelling.nearest(to: name, in: known.keys.sorted()).map { "; did you mean \"\($0)\"?" } ?? ""
        throw YAMLError("there is no step \"\(name)\" to take over\(hint)", at: node.position)
      }
      return step
    }
    var keys = try Self.mapping(node, of: Self.keys)
    let nameNode = try keys.required("name")
    let name = try Self.name(nameNode)
    let base = known[name]
    let title = try text(&keys, "title", base?.title)
    let why = try text(&keys, "why", base?.why)
    let byHand = try text(&keys, "by_hand", base?.byHand)
    let commands = try commands(&keys)
    let doneWhen = try text(&keys, "done_when", commands.map(Self.doneWhen) ?? base?.doneWhen)
    let verified = try text(&keys, "verified", commands.map(Self.verified) ?? base?.verified)
    let back = try text(&keys, "way_back", commands.map(Self.back) ?? base?.back)
    let action = keys.optional("action")
    return ProcedureStep(
      name: name, title: title, why: why, byHand: byHand, doneWhen: doneWhen, verified: verified, back: back,
      action: try self.action(action, commands, base?.action, name: nameNode))
  }

  private func action(
    _ node: YAMLNode?, _ commands: SiteStep?, _ base: StepAction?, name: YAMLNode
  ) throws(YAMLError) -> StepAction {
    if let commands {
      if let node { throw YAMLError("a step has an action or commands to run, not both", at: node.position) }
      return .commands(commands)
    }
    guard let node else {
      if let base { return base }
      throw YAMLError("this step does nothing: it needs \"run\" or \"action\"", at: name.position)
    }
    let word = try node.text()
    if word == Self.byOperator { return .byOperator }
    if let builtIn = BuiltInStep(rawValue: word) { return .builtIn(builtIn) }
    let words = [Self.byOperator] + BuiltInStep.allCases.map(\.rawValue)
    let hint = Spelling.nearest(to: word, in: words).map { "did you mean \"\($0)\"?" }
    throw YAMLError(
      "\"\(word)\" is no action; \(hint ?? "an action is one of: \(words.joined(separator: ", "))")", at: node.position)
  }

  /// The word for what a person does.
  static let byOperator = "by-operator"

  /// A name is small letters, digits and hyphens, so that it can be typed and be part of a path.
  static func name(_ node: YAMLNode) throws(YAMLError) -> String {
    let name = try node.text()
    let isWord = name.utf8.allSatisfy {
      (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
        || $0 == UInt8(ascii: "-")
    }
    guard isWord, name.utf8.first?.isLetter == true, name.utf8.count <= 64 else {
      throw YAMLError("a name is up to 64 small letters, digits and hyphens, such as place-messages", at: node.position)
    }
    return name
  }

  private static let keys = [
    "name", "title", "why", "by_hand", "run", "check", "verify", "back", "done_when", "verified", "way_back", "action",
  ]

  /// A mapping with no other keys than these. A misspelt key is told before the one that is missing for it.
  static func mapping(_ node: YAMLNode, of keys: [String]) throws(YAMLError) -> MappingReader {
    var mapping = try node.mapping()
    for key in keys { _ = mapping.optional(key) }
    try mapping.refuseUnread { Spelling.nearest(to: $0, in: $1) }
    return mapping
  }

  // MARK: Texts

  func prose(_ node: YAMLNode) throws(YAMLError) -> String {
    var text = try node.text()
    while text.last?.isWhitespace == true { text.removeLast() }
    guard !text.isEmpty else { throw YAMLError("there has to be some text here", at: node.position) }
    if let bad = text.unicodeScalars.first(where: { $0.value < 0x20 && $0 != "\n" || $0.value == 0x7F }) {
      throw YAMLError("a control character (\(bad.value)) is not allowed here", at: node.position)
    }
    return text
  }

  func sentences(_ node: YAMLNode?) throws(YAMLError) -> [String] {
    var sentences: [String] = []
    for element in try node?.list() ?? [] { sentences.append(try prose(element)) }
    return sentences
  }

  private func text(_ keys: inout MappingReader, _ key: String, _ usual: String?) throws(YAMLError) -> String {
    if let node = keys.optional(key) { return try prose(node) }
    if let usual { return usual }
    return try prose(keys.required(key))
  }

  // MARK: Commands

  private func commands(_ keys: inout MappingReader) throws(YAMLError) -> SiteStep? {
    let run = keys.optional("run")
    let others = [keys.optional("check"), keys.optional("verify"), keys.optional("back")]
    guard let run else {
      if let other = others.compactMap({ $0 }).first {
        throw YAMLError("this belongs to a step with commands, but there is no \"run\"", at: other.position)
      }
      return nil
    }
    return SiteStep(
      check: try others[0].map(vector), run: try vector(run), verify: try others[1].map(vector),
      back: try others[2].map(vector))
  }

  private func vector(_ node: YAMLNode) throws(YAMLError) -> [String] {
    guard case .sequence(let nodes) = node.content, !nodes.isEmpty else {
      throw YAMLError(
        "a command is a list of words, such as [systemctl, start, dovecot]: it is run without a shell",
        at: node.position)
    }
    var words: [String] = []
    for word in nodes { words.append(try word.text()) }
    guard words.first?.isEmpty == false else { throw YAMLError("the command has no name", at: node.position) }
    return words
  }

  private static func doneWhen(_ step: SiteStep) -> String {
    step.check.map { "`\(shown($0))` ends with status 0." } ?? "Nothing tells: it is run whenever its turn comes."
  }

  private static func verified(_ step: SiteStep) -> String {
    step.verify.map { "`\(shown($0))` ends with status 0." } ?? "`\(shown(step.run))` has ended with status 0."
  }

  private static func back(_ step: SiteStep) -> String {
    step.back.map { "Run `\(shown($0))`." } ?? "There is no command that undoes it."
  }

  /// A command as it would be typed.
  static func shown(_ words: [String]) -> String { words.map(ShellWord.quoted).joined(separator: " ") }
}

extension UInt8 {
  fileprivate var isLetter: Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self) }
}

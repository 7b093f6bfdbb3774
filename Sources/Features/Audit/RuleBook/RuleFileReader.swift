// Reads a rule file: YAML in, a checked rule out. Every name in it is known, every condition has a type.

import Bytes
import Conditions
import PostfixConfig
import YAMLDocuments

struct RuleFileReader {
  let file: String
  let vocabularies: Vocabularies
  /// The whole file, when only its question is given at first. The tests of the program have read it, so its words
  /// can wait.
  var whole: (@Sendable () -> [UInt8])?

  func read(_ bytes: [UInt8]) throws(RuleError) -> Rule {
    do {
      return try rule(YAMLDocument(bytes).root)
    } catch let error as YAMLError {
      throw RuleError(file, line: error.line, column: error.column, error.message)
    } catch let error as ConditionError {
      let hint = error.hint.map { "; \($0)" } ?? ""
      throw RuleError(file, line: error.position.line, column: error.position.column, error.message + hint)
    } catch let error as RuleError {
      throw error
    } catch {
      throw RuleError(file, "\(error)")
    }
  }

  private func rule(_ root: YAMLNode) throws -> Rule {
    var keys = try root.mapping()
    let idNode = try keys.required("id")
    let id = try idNode.text()
    let letters = id.utf8.prefix(while: \.isASCIIUppercase)
    guard (2...8).contains(letters.count), id.utf8.count == letters.count + 3,
      id.utf8.dropFirst(letters.count).allSatisfy(\.isASCIIDigit)
    else {
      throw YAMLError("an id is capital letters and three digits, such as QUE001", at: idNode.position)
    }
    let each = try choice(keys.required("each"), SubjectKind.self)
    let vocabulary = vocabularies[each]

    let question: Rule.Question
    if let needs = keys.optional("needs") {
      question = .live(try choice(needs, LiveNeed.self))
    } else {
      question = .condition(try condition(keys.required("when"), vocabulary))
    }
    let rule = Rule(
      id: id, name: try keys.required("name").text(), title: try keys.required("title").text(),
      severity: try choice(keys.required("severity"), Severity.self),
      confidence: try keys.optional("confidence").map { try choice($0, Confidence.self) } ?? .certain,
      profiles: try keys.optional("profiles").map(profiles) ?? Profile.allCases, each: each, question: question,
      appliesTo: try keys.optional("applies_to").map { try appliesTo($0, vocabulary) },
      at: try keys.optional("at").map { try parameters($0, vocabulary) } ?? [],
      followsFrom: try keys.optional("follows_from").map(causes) ?? .none,
      words: try words(&keys, vocabulary),
      hidesSource: try keys.optional("hides_source").map(yesOrNo) ?? false,
      since: try keys.required("since").text(),
      examples: try keys.optional("examples").map(RuleExampleReader(file: file).examples) ?? [], source: file)
    try refuseUnread(keys)
    return rule
  }

  private func words(_ keys: inout MappingReader, _ vocabulary: Vocabulary) throws -> LazyRuleWords {
    if let whole {
      return LazyRuleWords { [self] in
        var keys = try YAMLDocument(whole()).root.mapping()
        return try read(&keys, vocabulary)
      }
    }
    let words = try read(&keys, vocabulary)
    return LazyRuleWords { words }
  }

  private func read(_ keys: inout MappingReader, _ vocabulary: Vocabulary) throws -> RuleWords {
    RuleWords(
      says: try template(keys.required("says"), vocabulary), why: try paragraph(keys.required("why")),
      fix: try keys.optional("fix").map { try fix($0, vocabulary) } ?? .none,
      references: try keys.optional("references")?.texts() ?? [],
      adjustments: try (keys.optional("adjust")?.list() ?? []).map { try adjustment($0, vocabulary) })
  }

  private func adjustment(_ node: YAMLNode, _ vocabulary: Vocabulary) throws -> Rule.Adjustment {
    var keys = try node.mapping()
    let adjustment = Rule.Adjustment(
      when: try condition(keys.required("when"), vocabulary),
      severity: try choice(keys.required("severity"), Severity.self))
    try refuseUnread(keys)
    return adjustment
  }

  private func paragraph(_ node: YAMLNode) throws -> String {
    var line: [UInt8] = []
    for word in try node.text().utf8.split(whereSeparator: \.isASCIISpace) {
      if !line.isEmpty { line.append(0x20) }
      line += word
    }
    return String(decoding: line, as: UTF8.self)
  }

  private func template(_ node: YAMLNode, _ vocabulary: Vocabulary) throws -> MessageTemplate {
    let text = try paragraph(node)
    do throws(MessageTemplate.Problem) {
      return try MessageTemplate(text, in: vocabulary)
    } catch {
      throw YAMLError(error.message, at: node.position)
    }
  }

  private func condition(_ node: YAMLNode, _ vocabulary: Vocabulary) throws -> Condition {
    let scalar = try node.scalar()
    let pieces = scalar.stretches.map {
      SourceOrigin.Piece(offset: $0.offset, line: $0.position.line, column: $0.position.column)
    }
    return try Condition(
      ByteString(scalar.text), from: SourceOrigin(file: file, pieces: pieces, isRough: scalar.isApproximate),
      in: vocabulary)
  }

  /// "3.9" alone means that version and later; anything else is a condition.
  private func appliesTo(_ node: YAMLNode, _ vocabulary: Vocabulary) throws -> Condition {
    if let version = PostfixVersion(try node.text()) {
      return try Condition(
        ByteString("version >= \(version)"), from: SourceOrigin(file: file, line: node.position.line), in: vocabulary)
    }
    return try condition(node, vocabulary)
  }

  private func profiles(_ node: YAMLNode) throws -> [Profile] {
    try node.texts().map { text in
      guard let profile = Profile(rawValue: text) else { throw unknown(text, Profile.self, at: node) }
      return profile
    }
  }

  private func causes(_ node: YAMLNode) throws -> RuleCauses {
    var keys = try node.mapping()
    func ids(_ key: String) throws -> Set<String> { Set(try keys.optional(key)?.texts() ?? []) }
    let causes = RuleCauses(samePlace: try ids("same_place"), sameService: try ids("same_service"))
    try refuseUnread(keys)
    return causes
  }

  private func yesOrNo(_ node: YAMLNode) throws -> Bool {
    let text = try node.text()
    guard text == "yes" || text == "no" else { throw YAMLError("this is yes or no", at: node.position) }
    return text == "yes"
  }

  private func parameters(_ node: YAMLNode, _ vocabulary: Vocabulary) throws -> [String] {
    try node.texts().map { text in
      guard vocabulary.name(ByteString(text)) != nil else {
        let nearest = Spelling.nearest(to: ByteString(text), in: vocabulary.names.map(\.name))
        throw YAMLError(
          "unknown name '\(text)'" + (nearest.map { "; did you mean '\($0)'?" } ?? ""), at: node.position)
      }
      return text
    }
  }

  private func fix(_ node: YAMLNode, _ vocabulary: Vocabulary) throws -> FixAdvice {
    var keys = try node.mapping()
    func settings(_ key: String) throws -> [(name: String, value: MessageTemplate)] {
      guard let node = keys.optional(key) else { return [] }
      return try node.mapping().entries.map { ($0.key, try template($0.value, vocabulary)) }
    }
    let safe = try keys.optional("safe").map(yesOrNo)
    let advice = FixAdvice(
      assignments: try settings("set"), serviceAssignments: try settings("set_on_service"),
      unset: try (keys.optional("unset")?.texts() ?? []).map { text in
        do throws(MessageTemplate.Problem) {
          return try MessageTemplate(text, in: vocabulary)
        } catch {
          throw YAMLError(error.message, at: node.position)
        }
      },
      text: try keys.optional("text").map { try template($0, vocabulary) }, isSafe: safe ?? false)
    try refuseUnread(keys)
    return advice
  }

  private func choice<Choice: RawRepresentable<String> & CaseIterable>(
    _ node: YAMLNode, _ type: Choice.Type
  ) throws -> Choice {
    let text = try node.text()
    guard let value = Choice(rawValue: text) else { throw unknown(text, type, at: node) }
    return value
  }

  private func unknown<Choice: RawRepresentable<String> & CaseIterable>(
    _ text: String, _ type: Choice.Type, at node: YAMLNode
  ) -> YAMLError {
    let choices = Choice.allCases.map(\.rawValue)
    let hint = Spelling.nearest(to: text, in: choices).map { "; did you mean '\($0)'?" } ?? ""
    return YAMLError("'\(text)' is none of \(choices.joined(separator: ", "))\(hint)", at: node.position)
  }

  private func refuseUnread(_ keys: MappingReader) throws(YAMLError) {
    try keys.refuseUnread { key, known in Spelling.nearest(to: key, in: known) }
  }
}

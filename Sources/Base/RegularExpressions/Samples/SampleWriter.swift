// Writes one text that a pattern probably matches.
//
// The work has an end for every pattern: so many steps, so many bytes. Beyond them there is no sample.

import Bytes

struct SampleWriter {
  /// What is chosen where a pattern leaves a choice.
  struct Choices {
    /// Which branch, counted around; also which members of classes.
    var branch = 0
    /// How much more often than necessary a part is repeated, as far as it may be.
    var extra = 0
    /// Texts for groups, by number.
    var groups: [Int: [UInt8]] = [:]
  }

  static let lengthLimit = 256
  private static let stepLimit = 4096

  private let choices: Choices
  private let isCaseless: Bool
  private var text: [UInt8] = []
  private var captured: [Int: [UInt8]] = [:]
  private var steps = 0

  static func text(for node: PatternNode, _ choices: Choices, isCaseless: Bool) -> [UInt8]? {
    var writer = SampleWriter(choices: choices, isCaseless: isCaseless)
    return writer.write(node) ? writer.text : nil
  }

  private init(choices: Choices, isCaseless: Bool) {
    self.choices = choices
    self.isCaseless = isCaseless
  }

  /// False if there is no such text, or the work is too much.
  private mutating func write(_ node: PatternNode) -> Bool {
    steps += 1
    guard steps <= Self.stepLimit, text.count <= Self.lengthLimit else { return false }
    switch node {
    case .byte(let byte): append(byte)
    case .oneOf(let set):
      guard let member = set.member(choices.branch) else { return false }
      append(member)
    case .sequence(let parts):
      for part in parts { guard write(part) else { return false } }
    case .alternatives(let branches):
      guard write(branches[choices.branch % branches.count]) else { return false }
    case .repeated(let part, let least, let most):
      // A group that shall have a text must be there.
      let wanted = max(choices.extra, choices.groups.isEmpty || least > 0 ? 0 : 1)
      let times = least > most - wanted ? most : least + wanted
      if times > Self.stepLimit { return false }
      for _ in 0..<times { guard write(part) else { return false } }
    case .group(let number, let inside):
      let start = text.count
      if let wanted = choices.groups[number] { text += wanted } else if !write(inside) { return false }
      captured[number] = Array(text[min(start, text.count)...])
    case .backReference(let number): text += captured[number] ?? []
    }
    return text.count <= Self.lengthLimit
  }

  private mutating func append(_ byte: UInt8) {
    text.append(isCaseless && byte.isASCIIUppercase ? byte | 0x20 : byte)
  }
}

// Tries texts with a pattern and keeps those that match.

struct SampleSearch {
  let node: PatternNode
  let branchCount: Int
  let isCaseless: Bool
  let longest: Int
  let match: ([UInt8]) -> MatchResult

  /// How many texts are tried, whatever the pattern.
  private static let tryLimit = 128
  private static let branchLimit = 12
  /// What stands around a sample whose pattern is open there: a user before a domain, a host behind a user.
  private static let (before, behind) = (Array("user".utf8), Array("host.example".utf8))
  private static let address = Array("user@".utf8)

  func samples(wanting groups: [[UInt8]]) -> [[UInt8]] {
    var found = Found(match: match, longest: longest)
    let branches = 0..<min(max(branchCount, 3), Self.branchLimit)
    for branch in branches where !groups.isEmpty { fulfil(groups, branch, &found) }
    for extra in 0...1 {
      for branch in branches where found.samples.count < PatternSamples.limit - 4 {
        let choices = SampleWriter.Choices(branch: branch, extra: extra)
        if let text = text(choices) { found.keep(text) }
      }
    }
    // Also of texts that do not match by themselves: an assertion may look at what stands around.
    for sample in branches.prefix(3).compactMap({ text(SampleWriter.Choices(branch: $0)) }) + [[]] {
      found.keep(Self.before + sample + Self.behind)
      found.keep(Self.before + sample)
      found.keep(Self.address + sample)
      found.keep(sample + Self.behind)
    }
    // An empty text says little.
    let visible = found.samples.filter { !$0.isEmpty }
    return Array((visible.isEmpty ? found.samples : visible).prefix(PatternSamples.limit))
  }

  private func text(_ choices: SampleWriter.Choices) -> [UInt8]? {
    SampleWriter.text(for: node, choices, isCaseless: isCaseless)
  }

  /// Gives one group after the other its text, and takes it away again if the group then has another one.
  private func fulfil(_ groups: [[UInt8]], _ branch: Int, _ found: inout Found) {
    var choices = SampleWriter.Choices(branch: branch)
    var best: [UInt8]?
    for (index, wanted) in groups.enumerated() where !wanted.isEmpty {
      choices.groups[index + 1] = wanted
      if let text = text(choices), let captured = found.groups(of: text), index + 1 < captured.count,
        captured[index + 1].map({ Array(text[$0]) == wanted }) == true
      {
        best = text
      } else {
        choices.groups[index + 1] = nil
      }
    }
    if let best { found.keep(best) }
  }

  /// The samples so far, and the work that they took.
  private struct Found {
    let match: ([UInt8]) -> MatchResult
    let longest: Int
    var samples: [[UInt8]] = []
    private var tried: Set<[UInt8]> = []
    private var triesLeft = SampleSearch.tryLimit

    init(match: @escaping ([UInt8]) -> MatchResult, longest: Int) {
      self.match = match
      self.longest = longest
    }

    mutating func keep(_ text: [UInt8]) {
      guard samples.count < PatternSamples.limit, tried.insert(text).inserted, groups(of: text) != nil else { return }
      samples.append(text)
    }

    /// Nil if the text does not match, or cannot be a key (a NUL ends keys), or too much was tried already.
    mutating func groups(of text: [UInt8]) -> [Range<Int>?]? {
      guard triesLeft > 0, text.count <= longest, !text.contains(0) else { return nil }
      triesLeft -= 1
      switch match(text) {
      case .matched(let groups): return groups
      case .noMatch: return nil
      case .failed:
        // The limits of the library stopped it: further tries would be as costly.
        triesLeft = 0
        return nil
      }
    }
  }
}

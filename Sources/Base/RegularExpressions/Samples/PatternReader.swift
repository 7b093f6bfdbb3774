// Takes a pattern apart. It is no judge of patterns: the library has compiled this one, and what is misread here
// gives samples that fail their proof.

struct PatternReader {
  private let dialect: PatternDialect
  private let isCaseless: Bool
  private var text: PatternText
  private var context: PerlTokens.Context
  private var isTooDeep = false
  private(set) var groupCount = 0
  /// The most branches that a choice has.
  private(set) var branchCount = 1
  private(set) var hasBackReference = false

  /// How deep groups may be nested.
  static let depthLimit = 50

  init(_ source: [UInt8], _ dialect: PatternDialect, isCaseless: Bool, isSpaced: Bool = false) {
    self.dialect = dialect
    self.isCaseless = isCaseless
    text = PatternText(source)
    context = PerlTokens.Context(isCaseless: isCaseless, isSpaced: isSpaced)
  }

  /// Nil for a pattern that is nested too deep.
  mutating func read() -> PatternNode? {
    let node = alternatives(depth: 0)
    return isTooDeep ? nil : node
  }

  private mutating func alternatives(depth: Int) -> PatternNode {
    if depth > Self.depthLimit {
      isTooDeep = true
      return .nothing
    }
    var branches: [PatternNode] = []
    var parts: [PatternNode] = []
    while !isTooDeep, let token = nextToken(isAtStart: parts.isEmpty) {
      switch token {
      case .node(let node):
        if case .backReference = node { hasBackReference = true }
        parts.append(node)
      case .close:
        if depth > 0 { return choice(of: branches + [.sequence(parts)]) }
        parts.append(.byte(UInt8(ascii: ")")))
      case .bar:
        branches.append(.sequence(parts))
        parts = []
      case .times(let least, let most):
        if let last = parts.popLast() { parts.append(Self.repeated(last, least, most)) }
      case .open(let kind): parts.append(group(kind, depth: depth))
      }
    }
    return choice(of: branches + [.sequence(parts)])
  }

  private mutating func group(_ kind: PatternToken.Group, depth: Int) -> PatternNode {
    guard case .capturing = kind else {
      let inside = alternatives(depth: depth + 1)
      if case .ignored = kind { return .nothing }
      return inside
    }
    groupCount += 1
    let number = groupCount
    return .group(number, alternatives(depth: depth + 1))
  }

  private mutating func choice(of branches: [PatternNode]) -> PatternNode {
    branchCount = max(branchCount, branches.count)
    return branches.count == 1 ? branches[0] : .alternatives(branches)
  }

  /// Quantifiers behind each other become one, so that a row of them makes no deep tree.
  private static func repeated(_ node: PatternNode, _ least: Int, _ most: Int) -> PatternNode {
    func product(_ left: Int, _ right: Int) -> Int {
      let (product, overflow) = left.multipliedReportingOverflow(by: right)
      return overflow ? .max : product
    }
    guard case .repeated(let inner, let innerLeast, let innerMost) = node else { return .repeated(node, least, most) }
    return .repeated(inner, product(innerLeast, least), product(innerMost, most))
  }

  private mutating func nextToken(isAtStart: Bool) -> PatternToken? {
    switch dialect {
    case .perl: PerlTokens.next(&text, &context, groupCount: groupCount)
    case .basic: POSIXTokens.next(&text, isExtended: false, isCaseless: isCaseless, isAtStart: isAtStart)
    case .extended: POSIXTokens.next(&text, isExtended: true, isCaseless: isCaseless, isAtStart: isAtStart)
    }
  }
}

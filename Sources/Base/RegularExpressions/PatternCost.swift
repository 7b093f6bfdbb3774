// Estimates what a POSIX pattern costs to compile, and refuses what would bring the program down.
//
// glibc writes out repetitions: `(a{1,999}){1,999}` becomes a million nodes, a third level exhausts the memory. It also
// recurses once for each open group. Patterns that people write stay far below both limits.

enum PatternCost {
  static let groupLimit = 250
  static let nodeLimit = 20_000

  static func check(_ pattern: [UInt8], isExtended: Bool) throws(PatternError) {
    // For each open group, the nodes so far, and the nodes of its last part, to which a repetition applies.
    var open: [(nodes: Int, last: Int)] = [(0, 0)]
    var index = 0
    while index < pattern.count {
      let start = index
      let token = next(in: pattern, &index, isExtended: isExtended)
      let top = open.count - 1
      switch token {
      case .open:
        open.append((0, 0))
        if open.count > groupLimit {
          throw PatternError(offset: start, message: "groups are nested more than \(groupLimit) deep")
        }
      case .close where top > 0:
        let group = open.removeLast()
        open[top - 1].last = saturating(group.nodes, plus: 1)
        open[top - 1].nodes = saturating(open[top - 1].nodes, plus: open[top - 1].last)
      case .times(let times):
        let (product, overflow) = open[top].last.multipliedReportingOverflow(by: times)
        let added = overflow ? Int.max : product
        open[top].nodes = saturating(open[top].nodes, plus: added)
        open[top].last = saturating(open[top].last, plus: added)
      case .close, .other:
        open[top].last = 1
        open[top].nodes = saturating(open[top].nodes, plus: 1)
      }
      if open[open.count - 1].nodes > nodeLimit {
        throw PatternError(offset: start, message: "the pattern is too large once its repetitions are written out")
      }
    }
  }

  private enum Token { case open, close, times(Int), other }

  private static func next(in pattern: [UInt8], _ index: inout Int, isExtended: Bool) -> Token {
    var byte = pattern[index]
    index += 1
    // In basic syntax the backslash makes parentheses and braces special, in extended syntax plain.
    let isEscaped = byte == UInt8(ascii: "\\") && index < pattern.count
    if isEscaped {
      byte = pattern[index]
      index += 1
    }
    if byte == UInt8(ascii: "["), !isEscaped {
      skipBracket(in: pattern, &index)
      return .other
    }
    guard isEscaped != isExtended else { return .other }
    switch byte {
    case UInt8(ascii: "("): return .open
    case UInt8(ascii: ")"): return .close
    case UInt8(ascii: "{"): return repetition(in: pattern, &index)
    default: return .other
    }
  }

  /// `{2}`, `{2,}`, `{2,5}`, behind the brace. The larger bound counts; regcomp(3) itself refuses what is malformed, and
  /// bounds beyond 32767 (RE_DUP_MAX).
  private static func repetition(in pattern: [UInt8], _ index: inout Int) -> Token {
    var bound = 0
    var largest = 0
    while index < pattern.count {
      let byte = pattern[index]
      if byte >= 0x30, byte <= 0x39 { bound = min(bound * 10 + Int(byte - 0x30), 100_000) } else { bound = 0 }
      guard bound > 0 || byte == 0x30 || byte == UInt8(ascii: ",") else { break }
      largest = max(largest, bound)
      index += 1
    }
    return largest > 32_767 ? .other : .times(largest)
  }

  private static func skipBracket(in pattern: [UInt8], _ index: inout Int) {
    if index < pattern.count, pattern[index] == UInt8(ascii: "^") { index += 1 }
    if index < pattern.count, pattern[index] == UInt8(ascii: "]") { index += 1 }
    while index < pattern.count, pattern[index] != UInt8(ascii: "]") {
      // Classes such as [:digit:] hold a bracket of their own.
      let isClass =
        pattern[index] == UInt8(ascii: "[") && index + 1 < pattern.count && ":.=".utf8.contains(pattern[index + 1])
      if isClass {
        let kind = pattern[index + 1]
        index += 2
        while index + 1 < pattern.count, !(pattern[index] == kind && pattern[index + 1] == UInt8(ascii: "]")) {
          index += 1
        }
        index = min(index + 2, pattern.count)
      } else {
        index += 1
      }
    }
    index = min(index + 1, pattern.count)
  }

  private static func saturating(_ left: Int, plus right: Int) -> Int {
    let (sum, overflow) = left.addingReportingOverflow(right)
    return overflow ? Int.max : sum
  }
}

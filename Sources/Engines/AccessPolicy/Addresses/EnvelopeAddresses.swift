// The addresses in a text that may have comments, phrases, routes and groups around them.
//
// Words are grouped from right to left; what is not understood stays between the groups. Source: tok822_parse.c.

import Bytes

struct EnvelopeAddresses {
  /// The words of the last address in the text; nil if there is none.
  private(set) var last: [AddressToken]?
  private(set) var count = 0
  /// How many words are neither an address nor an angle bracket.
  private(set) var otherCount = 0

  private enum Node {
    case edge
    case word(AddressToken)
    case address([AddressToken])
    /// The colon of a named group.
    case groupStart

    func isSymbol(_ character: Unicode.Scalar) -> Bool {
      if case .word(let word) = self { word.isSymbol(character) } else { false }
    }

    var isComment: Bool { if case .word(let word) = self { word.kind == .comment } else { false } }
    var isEdge: Bool { if case .edge = self { true } else { false } }
  }

  private var nodes: [Node]
  /// Where the words end that are not grouped yet.
  private var right: Int

  init(_ text: ArraySlice<UInt8>) {
    let words = AddressScanner.words(of: text)
    nodes = [.edge] + words.map(Node.word) + [.edge]
    right = nodes.count - 1
    if !words.isEmpty { group() }
    for node in nodes {
      switch node {
      case .edge: break
      case .address(let words):
        last = words
        count += 1
      case .word(let word) where word.isSymbol("<") || word.isSymbol(">"): break
      case .word, .groupStart: otherCount += 1
      }
    }
  }

  private mutating func group() {
    var index = right - 1
    var wordIsFine = true
    var isInGroup = false
    while case .word(let word) = nodes[index] {
      switch word.kind {
      case .comment:
        moveComment(at: index)
      case .symbol(UInt8(ascii: ";")):
        close(after: index, addingComma: true)
        (isInGroup, wordIsFine) = (true, true)
      case .symbol(UInt8(ascii: ":")) where isInGroup:
        nodes[index] = .groupStart
        close(after: index)
        index = skip(from: index) { $0.isSymbol(",") }
        right = index
        continue
      case .symbol(UInt8(ascii: ">")):
        close(after: index, addingComma: true)
        while !nodes[index].isEdge, !nodes[index].isSymbol("<") {
          if nodes[index].isComment { moveComment(at: index) }
          index -= 1
        }
        close(after: index)
        index = skip(from: index) { $0.isSymbol(">") || $0.isSymbol(";") || $0.isSymbol(",") || $0.isSymbol(":") }
        right = index
        wordIsFine = true
        continue
      case .atom, .quoted, .literal:
        if !wordIsFine {
          close(after: index, addingComma: true)
          right = index + 1
        }
        wordIsFine = false
      case .symbol(UInt8(ascii: ",")):
        close(after: index)
        wordIsFine = true
      case .symbol: wordIsFine = true
      }
      index -= 1
    }
    close(after: index)
  }

  private func skip(from start: Int, to isEnd: (Node) -> Bool) -> Int {
    var index = start
    while !nodes[index].isEdge, !isEnd(nodes[index]) { index -= 1 }
    return index
  }

  private mutating func moveComment(at index: Int) {
    let comment = nodes.remove(at: index)
    right -= 1
    nodes.insert(comment, at: right)
  }

  /// Makes one address of the words between an index and `right`; the index becomes the new `right`.
  private mutating func close(after left: Int, addingComma: Bool = false) {
    defer { right = left }
    guard left != right, left + 1 != right else { return }
    var words: [AddressToken] = []
    for node in nodes[(left + 1)..<right] {
      if case .word(var word) = node {
        word.isOwned = true
        words.append(word)
      }
    }
    let comma: [Node] = addingComma ? [.word(.symbol(","))] : []
    nodes.replaceSubrange((left + 1)..<right, with: comma + [.address(words)])
  }
}

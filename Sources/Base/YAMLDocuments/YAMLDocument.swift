// Reads one YAML document: `let rule = try YAMLDocument(bytes).root.mapping()`.
//
// The subset is YAML without its surprises: no anchors, aliases or tags, no duplicate keys, keys are text, and one document
// in a file. What is refused is refused with its place and the reason.

/// A document as its author wrote it.
public struct YAMLDocument: Hashable, Sendable {
  public let root: YAMLNode

  /// Reads a document in UTF-8.
  ///
  /// - Parameter depthLimit: how many lists and mappings may be open at once.
  /// - Throws: the first thing in the file that is malformed, not allowed, or too deep; also for a file without a document.
  public init(_ bytes: [UInt8], depthLimit: Int = 64) throws(YAMLError) {
    // After a byte order mark libyaml takes no CR LF for the end of a line.
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    let bytes = bytes.starts(with: mark) ? Array(bytes.dropFirst(mark.count)) : bytes
    let source = SourceLines(bytes)
    root = try bytes.withUnsafeBufferPointer { (buffer) throws(YAMLError) in
      var reader = TreeReader(parser: EventParser(reading: buffer), source: source, depthLimit: depthLimit)
      return try reader.document()
    }
  }
}

/// Builds the tree from the parser's events.
private struct TreeReader: ~Copyable {
  var parser: EventParser
  let source: SourceLines
  let depthLimit: Int
  var depth = 0

  init(parser: consuming EventParser, source: SourceLines, depthLimit: Int) {
    self.parser = parser
    self.source = source
    self.depthLimit = depthLimit
  }

  mutating func document() throws(YAMLError) -> YAMLNode {
    _ = try next()  // the stream's start
    let first = try next()
    guard case .documentStart = first.event else { throw YAMLError("the file holds no YAML document", at: first.start) }
    let root = try node(from: next())
    _ = try next()  // the document's end
    let last = try next()
    guard case .streamEnd = last.event else {
      throw YAMLError("a second document starts here, but a file holds only one", at: last.start)
    }
    return root
  }

  private mutating func next() throws(YAMLError) -> EventParser.Located { try parser.next(in: source) }

  private mutating func node(from first: EventParser.Located) throws(YAMLError) -> YAMLNode {
    switch first.event {
    case .scalar(let text, let style):
      return YAMLNode(.scalar(scalar(text, style, first)), at: first.start)
    case .sequenceStart:
      try enter(at: first.start)
      defer { depth -= 1 }
      return YAMLNode(.sequence(try elements()), at: first.start)
    case .mappingStart:
      try enter(at: first.start)
      defer { depth -= 1 }
      return YAMLNode(.mapping(try entries()), at: first.start)
    default:
      throw YAMLError("a value is missing here", at: first.start)
    }
  }

  private func scalar(_ text: [UInt8], _ style: YAMLScalar.Style, _ place: EventParser.Located) -> YAMLScalar {
    let (stretches, isApproximate) = source.stretches(of: text, style: style, from: place.start, to: place.end)
    return YAMLScalar(
      text: String(decoding: text, as: UTF8.self), style: style,
      contentLine: style == .literal || style == .folded ? place.start.line + 1 : nil,
      stretches: stretches, isApproximate: isApproximate)
  }

  private mutating func enter(at position: YAMLPosition) throws(YAMLError) {
    guard depth < depthLimit else {
      throw YAMLError("lists and mappings are nested more than \(depthLimit) deep", at: position)
    }
    depth += 1
  }

  private mutating func elements() throws(YAMLError) -> [YAMLNode] {
    var elements: [YAMLNode] = []
    while true {
      let next = try next()
      if case .sequenceEnd = next.event { return elements }
      elements.append(try node(from: next))
    }
  }

  private mutating func entries() throws(YAMLError) -> [YAMLEntry] {
    var entries: [YAMLEntry] = []
    var lines: [String: Int] = [:]
    while true {
      let next = try next()
      if case .mappingEnd = next.event { return entries }
      guard case .scalar(let text, _) = next.event else { throw YAMLError("a key must be text", at: next.start) }
      let key = String(decoding: text, as: UTF8.self)
      if let line = lines.updateValue(next.start.line, forKey: key) {
        throw YAMLError("the key \"\(key)\" is given twice (first in line \(line))", at: next.start)
      }
      entries.append(YAMLEntry(key: key, at: next.start, value: try node(from: self.next())))
    }
  }
}

// Finds the source of each stretch of a scalar's text.
//
// libyaml tells where a scalar starts and ends, not where its lines went. Whatever the style, each source line appears in
// the text in order, without the indentation and joined by blanks or line ends, so the lines are found again one by one.

extension SourceLines {
  /// The stretches of a scalar between two marks of libyaml, and whether they are only approximate.
  func stretches(
    of text: [UInt8], style: YAMLScalar.Style, from start: YAMLPosition, to end: YAMLPosition
  ) -> (stretches: [YAMLScalar.Stretch], isApproximate: Bool) {
    switch style {
    case .plain:
      return (aligned(text, from: start, to: end), false)
    case .literal, .folded:
      // The header line holds no text.
      let content = YAMLPosition(line: start.line + 1, column: 1)
      return (aligned(text, from: content, to: end), false)
    case .singleQuoted, .doubleQuoted:
      let inside = YAMLPosition(line: start.line, column: start.column + 1)
      let source = trimmed(line: start.line, from: start.column, upTo: end.column)?.text
      let isVerbatim = start.line == end.line && source.map { $0.dropFirst().dropLast().elementsEqual(text) } ?? false
      return ([.init(offset: 0, position: isVerbatim ? inside : start)], !isVerbatim)
    }
  }

  /// One stretch for every source line that holds text.
  private func aligned(_ text: [UInt8], from start: YAMLPosition, to end: YAMLPosition) -> [YAMLScalar.Stretch] {
    var stretches: [YAMLScalar.Stretch] = []
    var offset = 0
    var line = start.line
    while line <= end.line, offset < text.count {
      defer { line += 1 }
      let first = line == start.line ? start.column : 1
      guard let source = trimmed(line: line, from: first, upTo: line == end.line ? end.column : nil) else { continue }
      let lineStart = offset
      while offset < text.count, Self.isBlank(text[offset]) { offset += 1 }
      guard text[offset...].starts(with: source.text) else { break }
      // Blanks that belong to the text and follow a line end (a deeper indentation) stand in the source as well.
      let indent = text[lineStart..<offset].reversed().prefix { $0 == 0x20 || $0 == 0x09 }.count
      let kept = indent == offset - lineStart && lineStart > 0 ? 0 : min(indent, source.column - 1)
      stretches.append(
        .init(offset: offset - kept, position: YAMLPosition(line: line, column: source.column - kept)))
      offset += source.text.count
    }
    return stretches.isEmpty ? [.init(offset: 0, position: start)] : stretches
  }
}

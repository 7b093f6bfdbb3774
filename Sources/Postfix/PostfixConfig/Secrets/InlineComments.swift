// What Postfix does not read of main.cf and master.cf, and people do: comments, lines that are no settings, text after a
// NUL.

import Bytes

extension InlineSecrets {
  /// - Parameter known: the settings or entries, in the order of the file.
  func commentEdits(_ content: [UInt8], outside known: [Range<Int>]) -> [MaskEdit] {
    var edits: [MaskEdit] = []
    var open = known[...]
    for (index, line) in content.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated() {
      let number = index + 1
      if let null = line.firstIndex(of: 0) {
        edits.append(
          MaskEdit(range: null..<line.endIndex, line: number, text: ByteString(Self.mask), what: "text after a NUL"))
      }
      let text = line.drop { $0.isASCIISpace }
      while let first = open.first, first.upperBound <= text.startIndex { open.removeFirst() }
      let isComment = text.first == UInt8(ascii: "#")
      guard isComment || !(open.first?.contains(text.startIndex) ?? false) else { continue }
      var inside = text.drop { $0 == UInt8(ascii: "#") || $0.isASCIISpace }
      while inside.last?.isASCIISpace ?? false { inside.removeLast() }
      let what = isComment ? "a comment" : "a line that is no setting"
      edits += masks(inside).map { MaskEdit(range: $0.place, line: number, text: $0.text, what: what) }
    }
    return edits
  }

  private func masks(_ text: ArraySlice<UInt8>) -> [(place: Range<Int>, text: ByteString)] {
    if let setting = MainFile(Array(text)).settings.first, !setting.name.bytes.contains(where: \.isASCIISpace),
      let masked = masked(setting.value, of: setting.name)
    {
      let start = setting.valueSpan.start.offset
      let end = setting.span(inValue: setting.value.count - 1, length: 1).start.offset + 1
      return [(text.startIndex + start..<text.startIndex + end, masked)]
    }
    let words = LineWords(text)
    var places = SecretPhrases.places(in: text, .line)
    // "smtp.example.net user:password", as a source of passwords has it.
    if places.isEmpty, words.count == 2, words[0].dropFirst().contains(UInt8(ascii: ".")),
      LoginLines.isLogin(words[1], LoginLines.commonTransports)
    {
      places = [words.places[1]]
    }
    return places.map { ($0, ByteString(Self.mask)) }
  }
}

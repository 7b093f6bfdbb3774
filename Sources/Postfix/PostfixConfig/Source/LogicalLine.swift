// One logical line: what Postfix sees after it has joined continuation lines and dropped comments between them.
//
// The text of a line that was not continued shares the storage of its file. Every byte of the text knows its place in
// the file, so that a finding can point into the middle of a folded value.
// Source: readlline.c.

/// A logical line of main.cf, master.cf or a table source.
public struct LogicalLine: Sendable {
  struct Segment: Sendable {
    /// Where the piece begins in `text`, counted from its start.
    let textOffset: Int
    let fileOffset: Int
    let line: Int
  }

  /// The joined text without line ends, cut at the first NUL as Postfix's C strings are.
  public let text: ArraySlice<UInt8>
  let first: Segment
  /// The pieces after the first, for folded lines.
  let continuations: [Segment]
  /// Whether a NUL hides the rest of the line from Postfix.
  public let isCutAtNull: Bool
  /// Where the last piece ends in the file, before its line end.
  let endOffset: Int

  /// The line on which the text begins, counted from 1.
  public var number: Int { first.line }

  /// The place in the file of a byte of the text, given by its distance from the start of the text.
  public func position(at textOffset: Int) -> SourcePosition {
    let next = continuation(after: textOffset)
    let segment = next == 0 ? first : continuations[next - 1]
    let distance = textOffset - segment.textOffset
    // A piece is a whole physical line, so it begins in column 1.
    return SourcePosition(
      line: segment.line, column: distance + 1, offset: segment.fileOffset + distance)
  }

  /// The index of the first continuation that begins after an offset. Searched by halves: lists of thousands of lines
  /// are looked into for every word.
  private func continuation(after textOffset: Int) -> Int {
    var low = 0
    var high = continuations.count
    while low < high {
      let middle = (low + high) / 2
      if continuations[middle].textOffset <= textOffset { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// A stretch of the text as a span that ends on the line where it begins.
  func span(from start: Int, length: Int, in file: ConfigurationFile) -> SourceSpan {
    let begin = position(at: start)
    // Pieces begin where lines begin, so the first one after the start ends the line.
    let next = continuation(after: start)
    let end = next < continuations.count ? continuations[next].textOffset : start + length
    return SourceSpan(file: file, start: begin, length: min(length, end - start))
  }
}

// The places in a file whose text is replaced, and the file without it.

import Bytes

/// A piece of a file and what stands there instead.
struct MaskEdit {
  let range: Range<Int>
  let line: Int
  let text: ByteString
  /// What was there, in words.
  let what: String
}

struct MaskedFile {
  private(set) var content: [UInt8] = []
  /// Lines, and what was there.
  private(set) var places: [(line: Int, what: String)] = []

  /// Of edits that begin together the longest counts: a comment inside a value that is replaced goes with it. What another
  /// one leaves of an edit is replaced all the same.
  init(_ content: [UInt8], _ edits: [MaskEdit]) {
    var position = 0
    for edit in edits.sorted(by: {
      ($0.range.lowerBound, $1.range.upperBound) < ($1.range.lowerBound, $0.range.upperBound)
    })
    where edit.range.upperBound > position && edit.range.upperBound <= content.count {
      self.content += content[position..<max(position, edit.range.lowerBound)]
      self.content += edit.text.bytes
      position = edit.range.upperBound
      places.append((edit.line, edit.what))
    }
    self.content += content[position...]
  }
}

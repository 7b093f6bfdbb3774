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

public struct MaskedFile {
  public private(set) var content: [UInt8] = []
  /// Lines, and what was there.
  public private(set) var places: [(line: Int, what: String)] = []

  /// The lines of `content`, each with what stood there before: one that was folded may have been several.
  public var originalLines: [[UInt8]] {
    var lines: [[UInt8]] = [[]]
    func add(_ text: ArraySlice<UInt8>) {
      for byte in text {
        if byte == 0x0A { lines.append([]) } else { lines[lines.count - 1].append(byte) }
      }
    }
    var position = 0
    for (place, text) in originals {
      add(content[position..<place.lowerBound])
      lines[lines.count - 1] += text
      // As many lines as the content has, whatever a mask is.
      for _ in content[place].filter({ $0 == 0x0A }) { lines.append([]) }
      position = place.upperBound
    }
    add(content[position...])
    return lines
  }

  /// Places in `content`, and what stood there.
  private var originals: [(place: Range<Int>, text: [UInt8])] = []

  /// Of edits that begin together the longest counts: a comment inside a value that is replaced goes with it. What another
  /// one leaves of an edit is replaced all the same.
  init(_ content: [UInt8], _ edits: [MaskEdit]) {
    var position = 0
    for edit in edits.sorted(by: {
      ($0.range.lowerBound, $1.range.upperBound) < ($1.range.lowerBound, $0.range.upperBound)
    })
    where edit.range.upperBound > position && edit.range.upperBound <= content.count {
      let start = max(position, edit.range.lowerBound)
      self.content += content[position..<start]
      let begin = self.content.count
      self.content += edit.text.bytes
      originals.append((begin..<self.content.count, Array(content[start..<edit.range.upperBound])))
      position = edit.range.upperBound
      places.append((edit.line, edit.what))
    }
    self.content += content[position...]
  }
}

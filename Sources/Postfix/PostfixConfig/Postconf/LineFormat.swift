// How postconf(1) lays out its lines: single blanks between words, and with -f folded before column 80.
//
// Sources: postconf_print.c, print_master_entry() and print_master_field() in postconf_master.c.

import Bytes

/// Collects output text and knows how long the current line is.
struct LineFormat {
  static let limit = 80
  static let indent: ByteString = "    "

  let isFolding: Bool
  private(set) var output: [UInt8] = []
  private(set) var length = 0

  init(isFolding: Bool) { self.isFolding = isFolding }

  /// One line with its white space brought to single blanks.
  mutating func addNormalized(_ text: ByteString) {
    for word in text.bytes.split(whereSeparator: \.isWordSeparator) {
      if length > 0 {
        if !isFolding || length + word.count < Self.limit {
          add(" ")
        } else {
          fold()
        }
      }
      add(word)
    }
    endLine()
  }

  mutating func add(_ text: some Collection<UInt8>) {
    output += text
    length += text.count
  }

  mutating func add(_ text: ByteString) { add(text.bytes) }

  mutating func pad(to column: Int) {
    repeat { add(" ") } while length < column
  }

  /// A blank, or a new line when `count` more bytes would not fit.
  mutating func separate(before count: Int) {
    guard length > Self.indent.count else { return }
    if !isFolding || length + 1 + count < Self.limit { add(" ") } else { fold() }
  }

  /// Makes the next piece begin a new line when folding.
  mutating func forceFold() { length = Self.limit }

  mutating func fold() {
    output.append(0x0A)
    output += Self.indent.bytes
    length = Self.indent.count
  }

  mutating func endLine() {
    output.append(0x0A)
    length = 0
  }
}

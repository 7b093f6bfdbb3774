// The arguments of a service in master.cf as one text, with blanks between them.
//
// -o settings are not in it: they are read by their names.

import Bytes

struct ArgumentText {
  private(set) var text: [UInt8] = []
  private let entry: MasterEntry
  /// Where each word begins in the text.
  private var words: [(start: Int, word: Word)] = []

  init(of entry: MasterEntry) {
    self.entry = entry
    // Both in the order of the file.
    var settings = entry.overrides.map(\.nameSpan.start.offset)[...]
    for word in entry.arguments where !word.text.isEmpty {
      let start = entry.span(of: word).start.offset
      let end = entry.span(inWord: word, offset: word.text.count - 1, length: 1).start.offset
      while let setting = settings.first, setting < start { settings.removeFirst() }
      if let setting = settings.first, setting <= end { continue }
      words.append((text.count, word))
      var bytes = word.text.bytes
      // { word } is one argument.
      if bytes.first == UInt8(ascii: "{"), bytes.last == UInt8(ascii: "}") {
        bytes[0] = 0x20
        bytes[bytes.count - 1] = 0x20
      }
      text += bytes + [0x20]
    }
  }

  /// The place in the file of a byte of the text. A blank between words is taken for the end of the one before it.
  func position(_ index: Int) -> SourcePosition? {
    let end = words.partitionIndex { $0.start <= index }
    guard end > 0 else { return nil }
    let (start, word) = words[end - 1]
    return entry.span(inWord: word, offset: min(index - start, word.text.count - 1), length: 1).start
  }
}

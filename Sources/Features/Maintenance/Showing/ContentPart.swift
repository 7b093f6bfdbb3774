// The content of a message as it would be delivered, or a part of it, piece by piece.
//
// The parts are those of postcat(1): headers end where a line is neither a header nor the continuation of one, and the
// empty line belongs to the body.

import Bytes
import PostfixQueue

struct ContentPart {
  let hasHeaders: Bool
  let hasBody: Bool

  /// Writes pieces of about 64 kB. Returns what was wrong with the file.
  func write(
    _ window: inout QueueFileWindow, from start: Int, to output: ([UInt8]) -> Bool
  ) -> QueueFileDamage? {
    var piece: [UInt8] = []
    var isHeader = true
    var beginsLine = true
    var isWanted = true
    let damage = MessageContent.pass(&window, from: start) { text, endsLine in
      if isHeader, beginsLine, !Self.isOfHeaders(text) { isHeader = false }
      beginsLine = endsLine
      guard isHeader ? hasHeaders : hasBody else { return isHeader }
      piece += text
      if endsLine { piece.append(0x0A) }
      if piece.count >= 1 << 16 {
        isWanted = output(piece)
        piece.removeAll(keepingCapacity: true)
      }
      return isWanted
    }
    if isWanted, !piece.isEmpty { _ = output(piece) }
    return damage
  }

  private static func isOfHeaders(_ text: ArraySlice<UInt8>) -> Bool {
    guard let first = text.first else { return false }
    return first == 0x20 || first == 0x09 || MessageHeader(line: Array(text)) != nil
  }
}

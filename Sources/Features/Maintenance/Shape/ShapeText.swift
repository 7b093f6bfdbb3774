// A shape as qshape prints it, byte for byte: counts to the right, names that are too long cut on the left.
//
// Source: qshape(1).

import Bytes
import MailAddresses

public struct ShapeText: Sendable {
  /// The columns that a name gets at least.
  private static let leastNameWidth = 18
  /// Narrower outputs are not made.
  private static let leastWidth = 80

  let table: ShapeTable
  /// How many rows, with the total; nil for all.
  let rows: Int?
  /// The columns of the output.
  let width: Int
  /// Whether control characters in names would reach a terminal.
  let isForTerminal: Bool

  /// Writes it piece by piece: with a hundred thousand rows it would need more memory than all their counts.
  public func write(to output: ([UInt8]) -> Void) {
    let headings = ["T"] + table.buckets.labels
    let totals = [table.total.sum] + table.total.counts
    let widths = zip(headings, totals).map { heading, total in
      let length = max("\(total)".utf8.count, heading.utf8.count)
      return length > 2 ? length + 1 : 3
    }
    let nameWidth = max(Self.leastNameWidth, widths.reduce(max(Self.leastWidth, width), -))
    var text: [UInt8] = []
    func flush() {
      // Names are cut at bytes: what is left of a character is seen only here.
      output(isForTerminal ? PrintableText.lines(text) : text)
      text.removeAll(keepingCapacity: true)
    }
    // A reason is a sentence: it follows the counts and is not cut.
    let isSentence = table.dimension == .reason
    func line(_ name: ByteString, cells: () -> Void) {
      if !isSentence { text += Self.name(name, nameWidth) }
      cells()
      if isSentence, !name.isEmpty { text += [0x20, 0x20] + name.bytes }
      text.append(0x0A)
      if text.count >= 1 << 16 { flush() }
    }
    line(.empty) {
      for (heading, width) in zip(headings, widths) {
        text.append(contentsOf: repeatElement(0x20, count: max(0, width - heading.utf8.count)))
        text += Array(heading.utf8)
      }
    }
    table.forEachRow(upTo: rows) { row in
      let name = isForTerminal ? ByteString(PrintableAddress.text(row.name.bytes)) : row.name
      line(name) {
        for (count, width) in zip([row.sum] + row.counts, widths) {
          text.append(decimal: UInt64(count.magnitude), width: width)
        }
      }
    }
    flush()
  }

  public var bytes: [UInt8] {
    var bytes: [UInt8] = []
    write { bytes += $0 }
    return bytes
  }

  static func name(_ name: ByteString, _ width: Int) -> [UInt8] {
    guard name.count > width else { return Array(repeating: 0x20, count: width - name.count) + name.bytes }
    let isParent = name.bytes.first == UInt8(ascii: ".")
    return Array((isParent ? ".+" : "+").utf8) + name.bytes.suffix(width - (isParent ? 2 : 1))
  }
}

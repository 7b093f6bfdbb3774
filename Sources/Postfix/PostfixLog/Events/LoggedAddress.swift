// Where an address ends that stands in a line as "<address>, relay=…".
//
// Postfix prints the external form: a local part with anything odd in it stands in quotes, and there a quote or a
// backslash has a backslash before it. The domain stands as it is, and what a user has submitted as a domain may hold
// blanks, brackets and words that look like the rest of a line. Postfix delivers nothing to such a domain, but it logs
// it. So the place that is found here is the first that can be the end, and the reader of the line has to look whether
// the words come again. Source: quote_822_local.c, info_log_addr_form.c; measured with 3.7.11.

import Bytes

enum LoggedAddress {
  /// The place of the ">" that is followed by one of the words; nil where there is none.
  /// - Parameter start: behind the "<".
  static func end(
    in line: Span<UInt8>, from start: Int, until limit: Int, before words: (StaticString, StaticString)
  ) -> Int? {
    guard var place = endOfQuotes(line, start, limit) else { return nil }
    while let hit = line.first(UInt8(ascii: ">"), from: place, to: limit) {
      if line.begins(with: words.0, at: hit + 1) || line.begins(with: words.1, at: hit + 1) { return hit }
      place = hit + 1
    }
    return nil
  }

  /// Whether nothing stands outside of quotes that no address has there to which mail is delivered.
  static func isPlain(in line: Span<UInt8>, from start: Int, to end: Int) -> Bool {
    guard let place = endOfQuotes(line, start, end), place <= end, end <= line.count else { return false }
    for index in place..<end {
      switch line[index] {
      case 0x00...0x20, 0x7F: return false
      case UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: ","),
        UInt8(ascii: ";"), UInt8(ascii: "\""), UInt8(ascii: "\\"):
        return false
      default: break
      }
    }
    return true
  }

  /// Behind a local part in quotes; the beginning of any other. Nil for quotes that do not end.
  private static func endOfQuotes(_ line: Span<UInt8>, _ start: Int, _ limit: Int) -> Int? {
    var place = start
    // A source route, "@hop:", stands in front.
    if line.has(UInt8(ascii: "@"), at: place), let colon = line.first(UInt8(ascii: ":"), from: place, to: limit),
      line.has(UInt8(ascii: "\""), at: colon + 1)
    {
      place = colon + 1
    }
    guard line.has(UInt8(ascii: "\""), at: place) else { return start }
    place += 1
    while place < limit, place < line.count {
      if line[place] == UInt8(ascii: "\"") { return place + 1 }
      place += line[place] == UInt8(ascii: "\\") ? 2 : 1
    }
    return nil
  }
}

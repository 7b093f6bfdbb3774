// A text cut at its blanks, with the place of each word.

import Bytes

public struct LineWords {
  public let text: ArraySlice<UInt8>
  public let places: [Range<Int>]

  public init(_ text: ArraySlice<UInt8>) {
    self.text = text
    var places: [Range<Int>] = []
    var index = text.startIndex
    while let start = text[index...].firstIndex(where: { !$0.isASCIISpace }) {
      index = text[start...].firstIndex(where: \.isASCIISpace) ?? text.endIndex
      places.append(start..<index)
    }
    self.places = places
  }

  public var indices: Range<Int> { places.indices }
  public var count: Int { places.count }
  public subscript(index: Int) -> ArraySlice<UInt8> { text[places[index]] }

  /// Whether there is such a word, and it is one of these in any case.
  func isWord(_ index: Int, in wanted: Set<ByteString>) -> Bool {
    guard places.indices.contains(index), places[index].count < 16 else { return false }
    return wanted.contains(ByteString(self[index]).lowercased)
  }
}

// The lines and columns of an embedded fact file, without copies: every start of the program reads thousands of them.

import Bytes

/// One line, split at its TABs. The bytes live as long as the program.
struct FactColumns {
  private let line: UnsafeBufferPointer<UInt8>
  /// Where each column ends; twelve are more than any fact file has.
  private var ends: InlineArray<12, Int> = .init(repeating: 0)
  private(set) var count = 0

  /// Calls `visit` for every line that is neither empty nor a comment.
  static func forEachLine(of facts: UnsafeBufferPointer<UInt8>, _ visit: (FactColumns) -> Void) {
    var start = 0
    while start < facts.count {
      let rest = UnsafeBufferPointer(rebasing: facts[start...])
      let length = rest.firstIndex(of: 0x0A) ?? rest.count
      if length > 0, rest[0] != UInt8(ascii: "#") { visit(FactColumns(UnsafeBufferPointer(rebasing: rest[..<length]))) }
      start += length + 1
    }
  }

  private init(_ line: UnsafeBufferPointer<UInt8>) {
    self.line = line
    for index in line.indices where line[index] == 0x09 && count < 11 {
      ends[count] = index
      count += 1
    }
    ends[count] = line.count
    count += 1
  }

  private func range(_ column: Int) -> Range<Int> {
    guard column < count else { return 0..<0 }
    return (column == 0 ? 0 : ends[column - 1] + 1)..<ends[column]
  }

  func isEmpty(_ column: Int) -> Bool { range(column).isEmpty }

  func text(_ column: Int) -> ByteString { ByteString([UInt8](line[range(column)])) }

  /// Nil for "-", which stands for nothing.
  func optionalText(_ column: Int) -> ByteString? {
    let range = range(column)
    return range.count == 1 && line[range.lowerBound] == UInt8(ascii: "-") ? nil : text(column)
  }

  func number(_ column: Int) -> Int? {
    optionalText(column).flatMap { DecimalNumber.prefix(of: $0.bytes[...])?.value }
  }

  func version(_ column: Int) -> PostfixVersion? {
    optionalText(column).flatMap { PostfixVersion($0) }
  }

  /// The elements of a list with commas.
  func words(_ column: Int) -> [ByteString] {
    optionalText(column).map { text in
      text.bytes.split(separator: UInt8(ascii: ",")).map { ByteString($0) }
    } ?? []
  }
}

// One "name = value" of main.cf, with the place of every byte of it.

public import Bytes

/// A setting as it stands in main.cf. The value is raw: `$name` is not expanded.
public struct Setting: Sendable {
  public let name: ByteString
  public let value: ByteString
  let line: LogicalLine
  let nameOffset: Int
  let valueOffset: Int

  /// Throws what Postfix calls wrong with the line.
  init(_ line: LogicalLine, acceptingEmptyNames: Bool) throws(NameValue.Problem) {
    let parts = try NameValue(line.text, acceptingEmptyNames: acceptingEmptyNames)
    name = parts.name.text
    value = parts.value.text
    nameOffset = parts.name.offset
    valueOffset = parts.value.offset
    self.line = line
  }

  public var nameSpan: SourceSpan { line.span(from: nameOffset, length: name.count, in: .main) }
  public var valueSpan: SourceSpan { line.span(from: valueOffset, length: value.count, in: .main) }

  /// The place of a piece of the value, counted in bytes from its start.
  public func span(inValue offset: Int, length: Int) -> SourceSpan {
    line.span(from: valueOffset + offset, length: length, in: .main)
  }
}

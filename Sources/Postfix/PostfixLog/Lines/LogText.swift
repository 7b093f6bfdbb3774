// A part of a log line, as the place of its bytes: reading a line makes no copy of anything.

public import Bytes

public struct LogText: Hashable, Sendable {
  private let start: UInt32
  private let end: UInt32

  /// Empty when the end lies before the start.
  init(_ start: Int, _ end: Int) {
    self.start = UInt32(clamping: start)
    self.end = UInt32(clamping: max(start, end))
  }

  init(_ range: Range<Int>) { self.init(range.lowerBound, range.upperBound) }

  /// In bytes from the beginning of the line.
  public var range: Range<Int> { Int(start)..<Int(end) }
  public var count: Int { range.count }
  public var isEmpty: Bool { range.isEmpty }

  /// A copy of the text. Only the line that it was read from gives what it means.
  public func bytes(in line: Span<UInt8>) -> ByteString {
    let range = range.clamped(to: 0..<line.count)
    return line.extracting(range).withUnsafeBufferPointer { ByteString(Array($0)) }
  }

  public func `is`(_ text: StaticString, in line: Span<UInt8>) -> Bool {
    count == text.utf8CodeUnitCount && line.begins(with: text, at: range.lowerBound)
  }

  public func equals(_ text: ByteString, in line: Span<UInt8>) -> Bool {
    guard count == text.count, range.upperBound <= line.count else { return false }
    return range.indices.allSatisfy { line[$0] == text.bytes[$0 - range.lowerBound] }
  }
}

// What an archive holds of one file: in memory, or, when it is large, in a file without a name that goes away with us. No
// message is too large for that: Postfix has no limit where message_size_limit is 0.

import Bytes
import PostfixQueue
import SnapshotArchive
import SystemAccess

final class StoredContent: Sendable {
  /// Bytes. What is larger does not stay in memory.
  static let largest = 16 << 20
  private static let piece = 1 << 20
  /// Where large files lie meanwhile, unless somebody names another place.
  private static let usualDirectory = "/var/tmp"

  let size: Int
  private let memory: [UInt8]
  /// Closes itself with us.
  private let file: OpenFile?
  private let number: Int32?
  private let known: SHA256Sum?

  init(_ content: [UInt8]) {
    size = content.count
    memory = content
    file = nil
    number = nil
    known = nil
  }

  /// The content of an entry that the reader has come to.
  /// - Parameter directory: where it may lie; nil for the usual one.
  init(_ entry: ArchiveEntry, _ reader: inout ArchiveReader, in directory: Directory? = nil) throws {
    size = entry.size
    guard entry.size > Self.largest else {
      memory = try reader.content(limit: Self.largest)
      file = nil
      number = nil
      known = nil
      return
    }
    let place = try directory ?? Directory(Self.usualDirectory)
    let open = try OpenFile.nameless(in: place)
    let number = open.number
    self.number = number
    var digest = SHA256Digest()
    var piece = [UInt8](repeating: 0, count: Self.piece)
    while true {
      let count = try reader.read(into: &piece)
      if count == 0 { break }
      let part = count == piece.count ? piece : Array(piece[..<count])
      digest.update(part)
      try OpenFile.write(part, to: number, named: "a file in \(place.path)")
    }
    memory = []
    known = digest.sum()
    file = consume open
  }

  var sum: SHA256Sum { known ?? SHA256Digest.sum(of: memory) }

  /// For those who read records.
  var window: QueueFileWindow {
    guard number != nil else { return QueueFileWindow(memory) }
    var window = QueueFileWindow(step: 1 << 16)
    window.open(size: size) { [self] buffer, offset in read(into: buffer, at: offset) }
    return window
  }

  func bytes(_ range: Range<Int>) throws -> [UInt8] {
    guard let number else { return Array(memory[range]) }
    let bytes = try OpenFile.bytes(of: number, range, named: "a file without a name")
    guard bytes.count == range.count else { throw SystemError.refusal("read", "a file without a name", "it is cut") }
    return bytes
  }

  /// Hands over a part of it, piece by piece.
  func forEachPiece(of range: Range<Int>, _ take: ([UInt8]) throws -> Void) throws {
    if number == nil, range == 0..<size { return try take(memory) }
    var start = range.lowerBound
    while start < range.upperBound {
      let end = min(range.upperBound, start + Self.piece)
      try take(try bytes(start..<end))
      start = end
    }
  }

  private func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) -> Int {
    guard let number else { return 0 }
    return OpenFile.read(number, into: buffer, at: offset)
  }
}

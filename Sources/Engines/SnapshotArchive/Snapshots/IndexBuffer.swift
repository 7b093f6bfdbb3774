// The index of a snapshot in the making: it comes last in the archive, so it waits in memory, compressed.
//
// What left the queue is known last and stands first, so that a reader knows of each message at once whether it counts.

import CZstd
import JSONText

struct IndexBuffer: ~Copyable {
  private static let pieceSize = 1 << 20
  /// They go into the archive as they are.
  private(set) var pieces: [CompressedPiece] = []
  private let compressor: FrameCompressor
  private var json = JSONWriter()
  private var first = JSONWriter()

  /// - Parameter level: of zstd.
  init(level: Int) { compressor = FrameCompressor(level: level) }

  mutating func append(_ line: IndexLine) throws(SnapshotFlaw) {
    switch line {
    case .gone, .finished:
      line.write(to: &first)
      return
    case .message, .summary: line.write(to: &json)
    }
    guard json.bytes.count >= Self.pieceSize else { return }
    do throws(FrameCompressor.Failure) { pieces.append(try CompressedPiece(json.drain(), by: compressor)) } catch {
      throw SnapshotFlaw("its index cannot be compressed: \(error.reason)")
    }
  }

  /// Bytes of the index so far.
  var size: Int { pieces.reduce(first.bytes.count + json.bytes.count) { $0 + $1.size } }

  /// What left.
  var firstPiece: [UInt8] { first.bytes }
  /// What comes behind all other pieces.
  var lastPiece: [UInt8] { json.bytes }

  /// Hands over the messages in parts, of whole lines each.
  func forEachPart(_ take: ([UInt8]) throws -> Void) throws {
    for piece in pieces {
      guard let content = piece.content else { throw SnapshotFlaw("its index was lost in memory") }
      try take(content)
    }
    try take(json.bytes)
  }
}

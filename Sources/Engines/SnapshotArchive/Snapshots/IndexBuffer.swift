// The index of a snapshot in the making: it comes last in the archive, so it waits in memory, compressed.
//
// What left the queue is known last and stands first, so that a reader knows of each message at once whether it counts.

import CZstd
import JSONText

struct IndexBuffer: ~Copyable {
  private static let pieceSize = 1 << 20
  /// What is compressed, and how long it was.
  private var pieces: [(bytes: [UInt8], size: Int)] = []
  private var json = JSONWriter()
  private var first = JSONWriter()

  mutating func append(_ line: IndexLine) throws(SnapshotFlaw) {
    switch line {
    case .gone, .finished:
      line.write(to: &first)
      return
    case .message, .summary: line.write(to: &json)
    }
    if json.bytes.count >= Self.pieceSize { try compress() }
  }

  private mutating func compress() throws(SnapshotFlaw) {
    let piece = json.drain()
    let compressed = [UInt8](unsafeUninitializedCapacity: ZSTD_compressBound(piece.count)) { buffer, count in
      let result = ZSTD_compress(buffer.baseAddress, buffer.count, piece, piece.count, 1)
      count = ZSTD_isError(result) == 0 ? result : 0
    }
    guard !compressed.isEmpty else { throw SnapshotFlaw("its index cannot be compressed") }
    // Without what the buffer has too much.
    pieces.append((Array(compressed[...]), piece.count))
  }

  /// Bytes of the index so far.
  var size: Int { pieces.reduce(first.bytes.count + json.bytes.count) { $0 + $1.size } }

  /// Those that the pieces do not hold: messages and files that left.
  var firstPiece: [UInt8] { first.bytes }

  var pieceCount: Int { pieces.count + (json.bytes.isEmpty ? 0 : 1) }

  /// A part of the index, of whole lines.
  func piece(_ number: Int) throws(SnapshotFlaw) -> [UInt8] {
    guard pieces.indices.contains(number) else { return json.bytes }
    let piece = pieces[number]
    let bytes = [UInt8](unsafeUninitializedCapacity: piece.size) { buffer, count in
      let result = ZSTD_decompress(buffer.baseAddress, buffer.count, piece.bytes, piece.bytes.count)
      count = ZSTD_isError(result) == 0 ? result : 0
    }
    guard bytes.count == piece.size else { throw SnapshotFlaw("its index was lost in memory") }
    return bytes
  }
}

// Writes tar: entries go in, tar goes to a sink.
//
// The format is pax: plain ustar where that suffices, and an extended header where a name is long or a number is large.

import Bytes

final class TarWriter {
  private let sink: CompressedSink
  private let archive: String
  private let zeros = [UInt8](repeating: 0, count: 2 * TarHeader.size)
  /// How many zeros the file in work needs in the end.
  private var padding = 0

  init(to sink: CompressedSink, named archive: String) {
    self.sink = sink
    self.archive = archive
  }

  func begin(_ file: ArchiveEntry) throws(ArchiveError) {
    if let records = PaxRecords.bytes(of: file) {
      try write(TarHeader(ofPaxRecords: records.count, for: file).bytes)
      try write(records)
      try pad(Self.padding(behind: records.count))
    }
    try write(TarHeader(file).bytes)
    padding = Self.padding(behind: file.size)
  }

  /// No more than the entry's size, all calls together.
  func write(_ bytes: UnsafeRawBufferPointer) throws(ArchiveError) { try check(sink.write(bytes)) }

  /// The same as a frame that is compressed already.
  func write(_ piece: CompressedPiece) throws(ArchiveError) { try sink.write(frame: piece.frame) }

  func end() throws(ArchiveError) { try pad(padding) }

  /// Writes the end of the archive.
  func close() throws(ArchiveError) { try write(zeros) }

  private static func padding(behind size: Int) -> Int { (TarHeader.size - size % TarHeader.size) % TarHeader.size }

  private func pad(_ count: Int) throws(ArchiveError) {
    try check(zeros.withUnsafeBytes { sink.write(UnsafeRawBufferPointer(rebasing: $0.prefix(count))) })
  }

  private func write(_ bytes: [UInt8]) throws(ArchiveError) { try check(bytes.withUnsafeBytes { sink.write($0) }) }

  private func check(_ isWritten: Bool) throws(ArchiveError) {
    if !isWritten { throw sink.failure ?? ArchiveError("write", archive, code: 5) }
  }
}

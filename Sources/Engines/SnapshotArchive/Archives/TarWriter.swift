// libarchive's writer of tar: entries go in, tar goes to a sink.
//
// The format is pax: plain ustar where that suffices, and an extended header where a name is long or a number is large.
// Fractions of seconds are not worth one: for each log it would be as long as the log. The program never calls setlocale(3), so names that are not ASCII cannot be told in UTF-8, and
// libarchive writes their bytes as they are (hdrcharset=BINARY). Neither locale nor iconv data is needed for that.

import Bytes
import CArchive
import SystemAccess

final class TarWriter {
  private let handle: OpaquePointer
  private let entry: OpaquePointer
  private let sink: CompressedSink
  private let output: Output
  private let archive: String

  init(to sink: CompressedSink, named archive: String) throws(ArchiveError) {
    guard let handle = archive_write_new() else { throw ArchiveError("write", archive, code: 12) }
    guard let entry = archive_entry_new() else {
      archive_write_free(handle)
      throw ArchiveError("write", archive, code: 12)
    }
    self.handle = handle
    self.entry = entry
    self.sink = sink
    output = Output(sink)
    self.archive = archive
    try check(archive_write_set_format_pax_restricted(handle))
    // Nothing is held back here, so that a file can begin with a compressed frame.
    try check(archive_write_set_bytes_per_block(handle, 0))
    // The output lives as long as this writer does.
    let client = Unmanaged.passUnretained(output).toOpaque()
    let result = archive_write_open(
      handle, client, nil,
      { _, client, bytes, count in
        guard let client else { return -1 }
        let output = Unmanaged<Output>.fromOpaque(client).takeUnretainedValue()
        return output.write(UnsafeRawBufferPointer(start: bytes, count: count)) ? count : -1
      }, nil)
    try check(result)
  }

  /// Where libarchive writes to.
  private final class Output {
    private let sink: CompressedSink
    /// What libarchive is told stands in the archive already.
    var isThereAlready = false

    init(_ sink: CompressedSink) { self.sink = sink }

    func write(_ bytes: UnsafeRawBufferPointer) -> Bool { isThereAlready || sink.write(bytes) }
  }

  deinit {
    // Without this, giving it back would write the end of the archive.
    archive_write_fail(handle)
    archive_write_free(handle)
    archive_entry_free(entry)
  }

  func begin(_ file: ArchiveEntry) throws(ArchiveError) {
    archive_entry_clear(entry)
    (file.path.bytes + [0]).withUnsafeBytes {
      archive_entry_copy_pathname(entry, $0.baseAddress?.assumingMemoryBound(to: CChar.self))
    }
    archive_entry_set_filetype(entry, 0o100000)
    archive_entry_set_perm(entry, file.mode)
    archive_entry_set_size(entry, Int64(file.size))
    archive_entry_set_uid(entry, Int64(file.owner))
    archive_entry_set_gid(entry, Int64(file.group))
    archive_entry_set_mtime(entry, Int(file.modified.seconds), Int(file.modified.nanoseconds))
    let result = archive_write_header(handle, entry)
    // A warning says that the name is written byte by byte.
    guard result == ARCHIVE_OK || result == ARCHIVE_WARN else { throw error(file.path) }
  }

  /// No more than the entry's size, all calls together.
  func write(_ bytes: UnsafeRawBufferPointer) throws(ArchiveError) {
    guard bytes.count > 0 else { return }
    guard archive_write_data(handle, bytes.baseAddress, bytes.count) == bytes.count else { throw error() }
  }

  /// The same as a frame that is compressed already. libarchive has to count it.
  func write(_ piece: CompressedPiece) throws(ArchiveError) {
    try sink.write(frame: piece.frame)
    output.isThereAlready = true
    defer { output.isThereAlready = false }
    let zeros = [UInt8](repeating: 0, count: piece.size)
    guard archive_write_data(handle, zeros, zeros.count) == zeros.count else { throw error() }
  }

  func end() throws(ArchiveError) { try check(archive_write_finish_entry(handle)) }

  /// Writes the end of the archive.
  func close() throws(ArchiveError) { try check(archive_write_close(handle)) }

  private func check(_ result: Int32) throws(ArchiveError) {
    guard result == ARCHIVE_OK else { throw error() }
  }

  private func error(_ path: ByteString? = nil) -> ArchiveError {
    if let failure = sink.failure { return failure }
    let reason = archive_error_string(handle).map { String(cString: $0) } ?? "libarchive does not say why"
    return ArchiveError(.misuse, "write", archive, path: path, PrintableText.of(reason))
  }
}

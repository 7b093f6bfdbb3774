// Compresses what it gets with zstd and writes it to a descriptor.
//
// Not libarchive's own zstd filter: that of Debian 12 writes no checksum of the content, so a flipped bit in an archive
// would be restored without a word.

import CZstd
import Glibc

final class CompressedSink {
  private let context: OpaquePointer
  private let descriptor: Int32
  private let archive: String
  private var buffer = [UInt8](repeating: 0, count: ZSTD_CStreamOutSize())
  /// Bytes written to the descriptor.
  private(set) var written = 0
  /// What went wrong first.
  private(set) var failure: ArchiveError?

  /// The descriptor stays the caller's and has to stay open.
  /// - Parameters:
  ///   - level: 1 (fast) to 19 (small); more needs more memory to read than others may grant.
  ///   - threads: how many compress beside the calling one, as far as libzstd can; 0 for none.
  init(descriptor: Int32, named archive: String, level: Int, threads: Int) throws(ArchiveError) {
    guard 1...19 ~= level else {
      throw ArchiveError(.misuse, "write", archive, "the compression level \(level) is not between 1 and 19")
    }
    guard 0...64 ~= threads else {
      throw ArchiveError(.misuse, "write", archive, "\(threads) threads are not between 0 and 64")
    }
    guard let context = ZSTD_createCCtx() else {
      throw ArchiveError("write", archive, code: ENOMEM)
    }
    self.context = context
    self.descriptor = descriptor
    self.archive = archive
    try set(ZSTD_c_compressionLevel, level)
    try set(ZSTD_c_checksumFlag, 1)
    // Debian's libzstd.a, which is in the release program, is built without threads; libzstd.so has up to 256.
    let workers = min(threads, Int(ZSTD_cParam_getBounds(ZSTD_c_nbWorkers).upperBound))
    if workers > 0 { try set(ZSTD_c_nbWorkers, workers) }
  }

  deinit { ZSTD_freeCCtx(context) }

  private func set(_ parameter: ZSTD_cParameter, _ value: Int) throws(ArchiveError) {
    let result = ZSTD_CCtx_setParameter(context, parameter, Int32(value))
    guard ZSTD_isError(result) == 0 else {
      throw ArchiveError(.misuse, "write", archive, "zstd: \(String(cString: ZSTD_getErrorName(result)))")
    }
  }

  /// False when it failed; `failure` says why.
  func write(_ bytes: UnsafeRawBufferPointer) -> Bool { compress(bytes, ZSTD_e_continue) }

  /// Ends the compressed frame; what is written next begins another one, which can be read by itself. Without an end,
  /// nobody takes what was written for an archive.
  func end() throws(ArchiveError) {
    guard compress(UnsafeRawBufferPointer(start: nil, count: 0), ZSTD_e_end) else {
      throw failure ?? ArchiveError("write", archive, code: EIO)
    }
  }

  /// Writes a frame that readers pass over: a note to those who know it.
  func note(_ bytes: [UInt8]) throws(ArchiveError) {
    let frame = SkippedFrame.bytes(around: bytes)
    guard frame.count <= buffer.count else { throw ArchiveError("write", archive, code: EINVAL) }
    buffer.replaceSubrange(..<frame.count, with: frame)
    guard store(frame.count) else { throw failure ?? ArchiveError("write", archive, code: EIO) }
  }

  private func compress(_ bytes: UnsafeRawBufferPointer, _ directive: ZSTD_EndDirective) -> Bool {
    guard failure == nil else { return false }
    var input = ZSTD_inBuffer(src: bytes.baseAddress, size: bytes.count, pos: 0)
    while true {
      let (left, produced) = buffer.withUnsafeMutableBytes { space in
        var output = ZSTD_outBuffer(dst: space.baseAddress, size: space.count, pos: 0)
        let left = ZSTD_compressStream2(context, &output, &input, directive)
        return (left, output.pos)
      }
      guard ZSTD_isError(left) == 0 else {
        failure = ArchiveError(.misuse, "write", archive, "zstd: \(String(cString: ZSTD_getErrorName(left)))")
        return false
      }
      guard store(produced) else { return false }
      if directive == ZSTD_e_end ? left == 0 : input.pos == input.size { return true }
    }
  }

  /// Writes the first bytes of the buffer.
  private func store(_ count: Int) -> Bool {
    var done = 0
    while done < count {
      let result = buffer.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress.map { $0 + done }, count - done) }
      if result < 0, errno == EINTR { continue }
      guard result > 0 else {
        failure = ArchiveError("write", archive, code: result == 0 ? EIO : errno)
        return false
      }
      done += result
    }
    written += count
    return true
  }
}

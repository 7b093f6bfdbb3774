// Compresses bytes into a whole frame of zstd, with a checksum of the content.
//
// Not libarchive's own zstd filter: that of Debian 12 writes no checksum, so a flipped bit in an archive would be restored
// without a word. Whole frames at once rather than a stream: zstd then works on our bytes where they are, which takes half
// of the time that it takes when it collects them itself.

import CZstd
import Glibc

final class FrameCompressor {
  private let context: OpaquePointer
  private let level: Int
  /// Used again for each frame: large pieces of memory that come and go are slow, and leave gaps.
  private var output = UnsafeMutableRawBufferPointer(start: nil, count: 0)

  /// - Parameter level: 1 (fast) to 19 (small); more needs more memory to read than others may grant.
  init(level: Int) {
    guard let context = ZSTD_createCCtx() else { fatalError("no memory for zstd") }
    self.context = context
    self.level = level
  }

  deinit {
    ZSTD_freeCCtx(context)
    output.deallocate()
  }

  struct Failure: Error {
    let reason: String
  }

  /// Returns a frame that is good until the next call.
  func compress(_ bytes: UnsafeRawBufferPointer) throws(Failure) -> UnsafeRawBufferPointer {
    let bound = ZSTD_compressBound(bytes.count)
    if output.count < bound {
      output.deallocate()
      output = .allocate(byteCount: bound, alignment: 16)
    }
    try check(ZSTD_CCtx_setParameter(context, ZSTD_c_compressionLevel, Int32(clamping: level)))
    try check(ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, 1))
    let count = try check(
      ZSTD_compress2(context, output.baseAddress, output.count, bytes.baseAddress, bytes.count))
    return UnsafeRawBufferPointer(rebasing: output[..<count])
  }

  @discardableResult
  private func check(_ result: Int) throws(Failure) -> Int {
    guard ZSTD_isError(result) == 0 else {
      throw Failure(reason: "zstd: \(String(cString: ZSTD_getErrorName(result)))")
    }
    return result
  }
}

/// Some bytes as a frame of zstd.
struct CompressedPiece: Sendable {
  let frame: [UInt8]
  /// Bytes of content.
  let size: Int

  init(_ bytes: [UInt8], by compressor: FrameCompressor) throws(FrameCompressor.Failure) {
    let result = bytes.withUnsafeBytes { bytes -> Result<[UInt8], FrameCompressor.Failure> in
      do throws(FrameCompressor.Failure) { return .success(Array(try compressor.compress(bytes))) } catch {
        return .failure(error)
      }
    }
    frame = try result.get()
    size = bytes.count
  }

  /// Nil when it is damaged.
  var content: [UInt8]? {
    let content = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
      let result = ZSTD_decompress(buffer.baseAddress, buffer.count, frame, frame.count)
      count = ZSTD_isError(result) == 0 ? result : 0
    }
    return content.count == size ? content : nil
  }
}

// Reads an archive file and decompresses it, if it is compressed with zstd: the tar reader gets plain tar.

import CZstd
import Glibc
import SystemAccess

final class CompressedSource {
  /// The ratio counts from here on: a few zeros compress as well as a bomb does.
  private static let harmless = 64 << 20
  /// What may follow the archive in whole zero blocks: tar(1) fills up its records, of up to 1 MiB.
  private static let longestPadding = 1 << 20

  private let file: OpenFile
  private let archive: String
  private let ratio: Int?
  private let context: OpaquePointer
  private var isCompressed: Bool?
  private var input = [UInt8](repeating: 0, count: 1 << 17)
  /// The part of the input that was not yet used.
  private var rest = 0..<0
  private let output: UnsafeMutableRawBufferPointer
  /// A zstd frame has begun and not ended: the end of the file is no end here.
  private var isInFrame = false

  /// Where the frame begins that is read now, and the last one that had content, in bytes of the file.
  private var frame = 0
  private(set) var contentFrame = 0

  /// Bytes of the file so far, and bytes of tar that came of them.
  private(set) var fileBytes = 0
  private(set) var tarBytes = 0
  /// How many bytes the output holds.
  private var lastCount = 0
  /// What went wrong first.
  private(set) var failure: ArchiveError?

  init(_ file: consuming OpenFile, named archive: String, ratio: Int?) throws(ArchiveError) {
    guard let context = ZSTD_createDCtx() else { throw ArchiveError("read", archive, code: ENOMEM) }
    self.context = context
    self.file = file
    self.archive = archive
    self.ratio = ratio
    output = .allocate(byteCount: 1 << 17, alignment: 16)
  }

  deinit {
    ZSTD_freeDCtx(context)
    output.deallocate()
  }

  /// The next bytes of tar, good until the next call. Empty at the end; nil when it failed, and `failure` says why.
  func next() -> UnsafeRawBufferPointer? {
    guard failure == nil else { return nil }
    do throws(ArchiveError) {
      let count = try isCompressed == nil || isCompressed == true ? decompress() : copy()
      tarBytes += count
      lastCount = count
      if let ratio, tarBytes > Self.harmless, tarBytes / ratio > fileBytes {
        throw ArchiveError(
          .tooLarge, "read", archive, "it becomes more than \(ratio) times as large as it is, which no mail does")
      }
      return UnsafeRawBufferPointer(rebasing: output[..<count])
    } catch {
      failure = error
      return nil
    }
  }

  /// Reads what is behind the end of the tar archive: zeros, and not too many.
  /// - Parameter position: where the tar archive ends, in bytes of tar; in the last bytes that were given, or behind.
  func drain(from position: Int) throws(ArchiveError) {
    var padding = max(0, min(lastCount, tarBytes - position))
    var isZero = output[(lastCount - padding)..<lastCount].allSatisfy { $0 == 0 }
    while isZero, padding <= Self.longestPadding, let bytes = next(), !bytes.isEmpty {
      padding += bytes.count
      isZero = bytes.allSatisfy { $0 == 0 }
    }
    if let failure { throw failure }
    guard isZero, padding <= Self.longestPadding else { throw damaged("something follows its end") }
  }

  private func decompress() throws(ArchiveError) -> Int {
    while true {
      if rest.isEmpty, try !refill() {
        guard !isInFrame else { throw damaged("it ends in the middle") }
        return 0
      }
      if isCompressed == nil {
        // The magic number of zstd, or of a frame to be skipped.
        isCompressed = input[rest].starts(with: [0x28, 0xB5, 0x2F, 0xFD])
        if isCompressed == false { return try copy() }
      }
      if !isInFrame { frame = fileBytes - rest.count }
      let (left, used, produced) = input.withUnsafeBytes { bytes in
        var source = ZSTD_inBuffer(
          src: bytes.baseAddress.map { $0 + rest.lowerBound }, size: rest.count, pos: 0)
        var target = ZSTD_outBuffer(dst: output.baseAddress, size: output.count, pos: 0)
        let left = ZSTD_decompressStream(context, &target, &source)
        return (left, source.pos, target.pos)
      }
      guard ZSTD_isError(left) == 0 else { throw damaged("zstd: \(String(cString: ZSTD_getErrorName(left)))") }
      rest = rest.lowerBound + used..<rest.upperBound
      isInFrame = left != 0
      if produced > 0 {
        contentFrame = frame
        return produced
      }
      guard used > 0 || rest.isEmpty else { throw damaged("zstd does not go on") }
    }
  }

  private func copy() throws(ArchiveError) -> Int {
    if rest.isEmpty, try !refill() { return 0 }
    let count = rest.count
    input.withUnsafeBytes { output.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[rest])) }
    rest = 0..<0
    return count
  }

  /// False at the end of the file.
  private func refill() throws(ArchiveError) -> Bool {
    while true {
      let count = Glibc.read(file.number, &input, input.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw ArchiveError("read", archive, code: errno) }
      rest = 0..<count
      fileBytes += count
      return count > 0
    }
  }

  private func damaged(_ reason: String) -> ArchiveError { ArchiveError(.damaged, "read", archive, reason) }
}

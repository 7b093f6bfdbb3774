// Reads an archive file piece by piece, decompressed if it is compressed with zstd.

import CZstd
import Glibc
import SystemAccess

/// Some bytes of tar.
struct TarPiece: Sendable {
  let content: FrameBuffer
  /// Where the frame of zstd begins that holds them, in bytes of the file.
  let frame: Int
  /// Bytes of the file that were read up to them.
  let fileBytes: Int
}

final class CompressedFile {
  private static let pieceSize = 1 << 18

  private let file: OpenFile
  private let archive: String
  private let limits: ArchiveLimits
  private let context: OpaquePointer
  private var isCompressed: Bool?
  private var input = [UInt8](repeating: 0, count: 1 << 17)
  /// The part of the input that was not yet used.
  private var rest = 0..<0
  private let buffers = FrameBuffers(size: pieceSize)
  /// A zstd frame has begun and not ended: the end of the file is no end here.
  private var isInFrame = false
  /// Whether it failed only because the file ended. For nobody while another thread reads on.
  private(set) var isCut = false
  /// Where the frame begins that is read now, in bytes of the file.
  private var frame = 0
  /// Bytes of the file so far, and bytes of tar that came of them.
  private var fileBytes = 0
  private var tarBytes = 0

  init(_ file: consuming OpenFile, named archive: String, _ limits: ArchiveLimits) throws(ArchiveError) {
    guard let context = ZSTD_createDCtx() else { throw ArchiveError("read", archive, code: ENOMEM) }
    self.context = context
    self.file = file
    self.archive = archive
    self.limits = limits
  }

  deinit { ZSTD_freeDCtx(context) }

  /// The next bytes of tar; nil at the end.
  func next() throws(ArchiveError) -> TarPiece? {
    let buffer = buffers.take()
    if isCompressed == false { try copy(to: buffer) } else { try decompress(to: buffer) }
    guard buffer.count > 0 else { return nil }
    tarBytes += buffer.count
    if let ratio = limits.ratio, tarBytes > limits.harmless, tarBytes / ratio > fileBytes {
      throw ArchiveError(
        .tooLarge, "read", archive, "it becomes more than \(ratio) times as large as it is, which no mail does")
    }
    return TarPiece(content: buffer, frame: frame, fileBytes: fileBytes)
  }

  /// Up to where checksums have proved what was read, in bytes of the file; 0 where there are none. For nobody while another
  /// thread reads on.
  var checked: Int { isCompressed != true ? 0 : isInFrame ? frame : fileBytes - rest.count }

  /// Takes a piece back that nobody uses any more. Any thread may call it.
  func giveBack(_ piece: TarPiece) { buffers.giveBack(piece.content) }

  /// The buffer stays empty at the end.
  private func decompress(to buffer: FrameBuffer) throws(ArchiveError) {
    while true {
      if rest.isEmpty, try !refill() {
        isCut = isInFrame
        guard !isCut else { throw damaged("it ends in the middle") }
        return
      }
      if isCompressed == nil {
        // The magic number of zstd, or of a frame to be skipped.
        isCompressed = input[rest].starts(with: [0x28, 0xB5, 0x2F, 0xFD])
        if isCompressed == false { return try copy(to: buffer) }
      }
      if !isInFrame { frame = fileBytes - rest.count }
      let (left, used) = input.withUnsafeBytes { bytes in
        var source = ZSTD_inBuffer(
          src: bytes.baseAddress.map { $0 + rest.lowerBound }, size: rest.count, pos: 0)
        let left = buffer.fill { room in
          var target = ZSTD_outBuffer(dst: room.baseAddress, size: room.count, pos: 0)
          let left = ZSTD_decompressStream(context, &target, &source)
          return (left, target.pos)
        }
        return (left, source.pos)
      }
      guard ZSTD_isError(left) == 0 else { throw damaged("zstd: \(String(cString: ZSTD_getErrorName(left)))") }
      rest = rest.lowerBound + used..<rest.upperBound
      isInFrame = left != 0
      if buffer.count > 0 { return }
      guard used > 0 || rest.isEmpty else { throw damaged("zstd does not go on") }
    }
  }

  private func copy(to buffer: FrameBuffer) throws(ArchiveError) {
    if rest.isEmpty, try !refill() { return }
    input.withUnsafeBytes { buffer.append(UnsafeRawBufferPointer(rebasing: $0[rest])) }
    rest = 0..<0
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

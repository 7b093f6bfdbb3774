// Collects what it gets, compresses it frame by frame beside the caller, and writes the frames to a descriptor in order.

import Glibc
import Synchronization
import SystemAccess

final class CompressedSink {
  /// Bytes of content. Larger frames are hardly smaller in all, and leave the processor's cache.
  static let frameSize = 2 << 20
  /// By how much the first frame is shorter. Files in a tar archive begin at multiples of 512, so no frame but the last of
  /// a part ends where a file ends: what breaks off between frames is cut for every reader of tar.
  private static let offset = 256

  private let output: FrameOutput
  private let buffers: FrameBuffers
  private let work: BackgroundWork<Frame>
  private var pending: FrameBuffer
  /// How long it may become.
  private var room = frameSize - offset

  private enum Frame {
    case content(FrameBuffer)
    case ready([UInt8])
  }

  /// The descriptor stays the caller's and has to stay open.
  /// - Parameters:
  ///   - level: 1 (fast) to 19 (small).
  ///   - threads: how many compress and write beside the calling one; 0 for none.
  init(descriptor: Int32, named archive: String, level: Int, threads: Int) throws(ArchiveError) {
    guard 1...19 ~= level else {
      throw ArchiveError(.misuse, "write", archive, "the compression level \(level) is not between 1 and 19")
    }
    guard 0...64 ~= threads else {
      throw ArchiveError(.misuse, "write", archive, "\(threads) threads are not between 0 and 64")
    }
    let output = FrameOutput(descriptor, archive)
    let buffers = FrameBuffers(size: Self.frameSize)
    self.output = output
    self.buffers = buffers
    pending = buffers.take()
    work = BackgroundWork(
      threads: threads, worker: { FrameCompressor(level: level) },
      work: { compressor, frame -> Compressed in
        switch frame {
        case .ready(let bytes): return .bytes(bytes)
        case .content(let buffer):
          defer { buffers.giveBack(buffer) }
          do throws(FrameCompressor.Failure) { return .frame(try compressor.compress(buffer.bytes)) } catch {
            return .failure(ArchiveError(.misuse, "write", archive, error.reason))
          }
        }
      },
      take: { compressed in
        switch compressed {
        case .frame(let bytes): output.write(bytes)
        case .bytes(let bytes): bytes.withUnsafeBytes { output.write($0) }
        case .failure(let error): output.fail(error)
        }
      })
  }

  private enum Compressed {
    case frame(UnsafeRawBufferPointer)
    case bytes([UInt8])
    case failure(ArchiveError)
  }

  /// Bytes written to the descriptor.
  var written: Int { output.written }
  /// What went wrong first.
  var failure: ArchiveError? { output.failure }

  /// False when it failed; `failure` says why.
  func write(_ bytes: UnsafeRawBufferPointer) -> Bool {
    var rest = bytes
    while !rest.isEmpty {
      let part = rest.prefix(room - pending.count)
      pending.append(UnsafeRawBufferPointer(rebasing: part))
      rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(part.count))
      if pending.count == room { handOver() }
    }
    return failure == nil
  }

  private func handOver() {
    guard pending.count > 0 else { return }
    work.give(.content(pending))
    pending = buffers.take()
    room = Self.frameSize
  }

  /// Ends the compressed frame and waits until everything is written; what comes next begins another frame, which can be
  /// read by itself. Without an end, nobody takes what was written for an archive.
  func end() throws(ArchiveError) {
    handOver()
    room = Self.frameSize - Self.offset
    work.finish()
    if let failure { throw failure }
  }

  /// Writes a frame that is one already.
  func write(frame: [UInt8]) throws(ArchiveError) {
    handOver()
    work.give(.ready(frame))
    if let failure { throw failure }
  }

  /// Writes a frame that readers pass over: a note to those who know it.
  func note(_ bytes: [UInt8]) throws(ArchiveError) {
    try write(frame: SkippedFrame.bytes(around: bytes))
    try end()
  }
}

/// The descriptor to which one thread at a time writes.
private final class FrameOutput: Sendable {
  private struct State {
    var written = 0
    var failure: ArchiveError?
  }

  private let descriptor: Int32
  private let archive: String
  private let state = Mutex(State())

  init(_ descriptor: Int32, _ archive: String) {
    self.descriptor = descriptor
    self.archive = archive
  }

  var written: Int { state.withLock { $0.written } }
  var failure: ArchiveError? { state.withLock { $0.failure } }

  func fail(_ error: ArchiveError) { state.withLock { $0.failure = $0.failure ?? error } }

  /// After a failure nothing more is written.
  func write(_ bytes: UnsafeRawBufferPointer) {
    guard failure == nil else { return }
    var done = 0
    while done < bytes.count {
      let result = Glibc.write(descriptor, bytes.baseAddress.map { $0 + done }, bytes.count - done)
      if result < 0, errno == EINTR { continue }
      guard result > 0 else { return fail(ArchiveError("write", archive, code: result == 0 ? EIO : errno)) }
      done += result
    }
    state.withLock { $0.written += bytes.count }
  }
}

// Where the content of a frame is collected. It belongs to one thread at a time, and is used again.

import Synchronization

final class FrameBuffer: @unchecked Sendable {
  private let memory: UnsafeMutableRawBufferPointer
  private(set) var count = 0

  init(size: Int) { memory = .allocate(byteCount: size, alignment: 16) }
  deinit { memory.deallocate() }

  var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: memory[..<count]) }

  /// No more than fits.
  func append(_ bytes: UnsafeRawBufferPointer) {
    UnsafeMutableRawBufferPointer(rebasing: memory[count...]).copyMemory(from: bytes)
    count += bytes.count
  }

  /// Lets somebody write behind the content, who says in the end how many bytes that were.
  func fill<Result>(_ write: (UnsafeMutableRawBufferPointer) -> (Result, Int)) -> Result {
    let (result, written) = write(UnsafeMutableRawBufferPointer(rebasing: memory[count...]))
    count += written
    return result
  }

  func clear() { count = 0 }
}

/// Buffers that nobody uses at the moment.
final class FrameBuffers: Sendable {
  private let size: Int
  private let spare = Mutex<[FrameBuffer]>([])

  init(size: Int) { self.size = size }

  func take() -> FrameBuffer { spare.withLock { $0.popLast() } ?? FrameBuffer(size: size) }

  func giveBack(_ buffer: FrameBuffer) {
    buffer.clear()
    spare.withLock { $0.append(buffer) }
  }
}

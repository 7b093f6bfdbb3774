// The whole frames of an archive file, whatever lies between them: what the ordinary reader gives up at a damaged frame, this one
// passes over. An archive of ours is a row of frames of zstd, and each can be read without the others.

import CZstd
import SystemAccess

struct FrameScan: ~Copyable {
  /// Bytes; a frame of ours with content that does not compress has fewer.
  private static let longestFrame = CompressedSink.frameSize + CompressedSink.frameSize / 64 + 1024
  private static let windowSize = 4 * CompressedSink.frameSize
  /// A disk that cannot read has lost this much, at least.
  private static let block = 4096
  /// What only looks like a frame takes time, and there is none of it in what we wrote.
  private static let mostAttempts = 100_000

  private let file: OpenFile
  private let size: Int
  private let isCompressed: Bool
  private var window: [UInt8] = []
  /// Where the window begins in the file, and how much of it was used.
  private var offset = 0
  private var used = 0
  private var attempts = 0

  init(_ file: consuming OpenFile) throws(SystemError) {
    size = try file.status().size
    let head = Self.bytes(of: file, at: 0, count: min(size, 512))
    isCompressed = TarBlock.mark(head, at: 0) == nil
    self.file = file
  }

  /// The content of the next whole frame, and whether it follows the one before without a gap; nil at the end.
  mutating func next() -> (content: [UInt8], isJoined: Bool)? {
    var isJoined = true
    while true {
      if window.count - used < Self.longestFrame, offset + window.count < size { refill() }
      guard used < window.count else { return nil }
      guard isCompressed else {
        defer { used = window.count }
        return (Array(window[used...]), true)
      }
      if let (content, length) = frame() {
        used += length
        if !content.isEmpty { return (content, isJoined) }
      } else {
        isJoined = false
        guard attempts < Self.mostAttempts else { return nil }
        used = nextMark(from: used + 1)
      }
    }
  }

  /// The frame that begins here; nil where none does, or one that is damaged.
  private mutating func frame() -> (content: [UInt8], length: Int)? {
    window.withUnsafeBytes { bytes -> (content: [UInt8], length: Int)? in
      let rest = UnsafeRawBufferPointer(rebasing: bytes[used...])
      let length = ZSTD_findFrameCompressedSize(rest.baseAddress, rest.count)
      guard ZSTD_isError(length) == 0, length > 0, length <= rest.count else { return nil }
      let promised = ZSTD_getFrameContentSize(rest.baseAddress, rest.count)
      // Unknown sizes and errors are the largest numbers. An index has frames of another size, which nobody needs here.
      guard promised <= UInt64(CompressedSink.frameSize) else { return nil }
      if promised == 0 { return ([], length) }
      var isWhole = false
      let content = [UInt8](unsafeUninitializedCapacity: Int(promised)) { buffer, count in
        let result = ZSTD_decompress(buffer.baseAddress, buffer.count, rest.baseAddress, length)
        isWhole = ZSTD_isError(result) == 0 && result == buffer.count
        count = isWhole ? result : 0
      }
      return isWhole ? (content, length) : nil
    }
  }

  /// Where the next frame may begin.
  private mutating func nextMark(from start: Int) -> Int {
    attempts += 1
    var place = start
    while place + 4 <= window.count {
      guard let found = window[place...].firstIndex(of: 0x28), found + 4 <= window.count else { break }
      if window[found..<found + 4] == [0x28, 0xB5, 0x2F, 0xFD] { return found }
      place = found + 1
    }
    // A mark may lie across the end of what was read.
    return offset + window.count < size ? max(start, window.count - 3) : window.count
  }

  private mutating func refill() {
    offset += used
    window.removeFirst(used)
    used = 0
    let place = offset + window.count
    window += Self.bytes(of: file, at: place, count: min(size - place, Self.windowSize - window.count))
  }

  /// Zeros where the disk cannot read.
  private static func bytes(of file: borrowing OpenFile, at offset: Int, count: Int) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: max(0, count))
    var done = 0
    while done < bytes.count {
      let got = bytes.withUnsafeMutableBytes {
        file.read(into: UnsafeMutableRawBufferPointer(rebasing: $0[done...]), at: offset + done)
      }
      done += got > 0 ? got : block
    }
    return bytes
  }
}

// A file or standard input, read in blocks of whole lines: as fast as the disk, in constant memory.

import Glibc

public struct LineBlocks: ~Copyable {
  /// Longer lines are refused.
  public static let lineLimit = 1 << 20

  private let path: String
  private let file: FileDescriptor
  /// The beginning of a line whose end has not been read yet.
  private var rest: [UInt8] = []
  private var isAtEnd = false
  /// What has been looked at and not been given out yet.
  private var ahead: [UInt8] = []

  /// - Parameter path: "-" for standard input. FIFOs and devices may be read as well.
  public init(_ path: String) throws(SystemError) {
    if path == "-" {
      self.path = "standard input"
      file = try FileDescriptor(duplicating: STDIN_FILENO, named: "standard input")
    } else {
      self.path = path
      file = try FileDescriptor(path, flags: O_RDONLY | O_NOCTTY, operation: "read")
    }
  }

  /// What an open file or pipe holds from its position on. The descriptor stays the caller's.
  public init(copyOf number: Int32, named path: String) throws(SystemError) {
    self.path = path
    file = try FileDescriptor(duplicating: number, named: path)
  }

  /// The bytes that come next, which are read all the same afterwards; fewer than asked for at the end.
  public mutating func peek(_ count: Int) throws(SystemError) -> ArraySlice<UInt8> {
    while ahead.count < count {
      let chunk = try readChunk()
      guard !chunk.isEmpty else { break }
      ahead += chunk
    }
    return ahead.prefix(count)
  }

  /// The next bytes as they come, for what does not consist of lines; nil at the end. Not to be mixed with `next()`.
  public mutating func nextChunk() throws(SystemError) -> [UInt8]? {
    let chunk = try read()
    return chunk.isEmpty ? nil : chunk
  }

  /// The next lines, each with its line feed; only the very last one may lack it. Nil at the end.
  public mutating func next() throws(SystemError) -> [UInt8]? {
    while !isAtEnd {
      let chunk = try read()
      guard !chunk.isEmpty else {
        isAtEnd = true
        break
      }
      guard let last = chunk.lastIndex(of: 0x0A) else {
        rest += chunk
        guard rest.count <= Self.lineLimit else {
          throw SystemError("read", path, refused: "a line is longer than \(Self.lineLimit >> 20) MB")
        }
        continue
      }
      let lines = rest + chunk[...last]
      rest = Array(chunk[(last + 1)...])
      return lines
    }
    defer { rest = [] }
    return rest.isEmpty ? nil : rest
  }

  private mutating func read() throws(SystemError) -> [UInt8] {
    guard ahead.isEmpty else {
      defer { ahead = [] }
      return ahead
    }
    return try readChunk()
  }

  private func readChunk() throws(SystemError) -> [UInt8] {
    while true {
      var failure: Int32 = 0
      let chunk = [UInt8](unsafeUninitializedCapacity: 1 << 16) { buffer, count in
        let result = Glibc.read(file.number, buffer.baseAddress, buffer.count)
        if result < 0 { failure = errno }
        count = max(result, 0)
      }
      if failure == EINTR { continue }
      guard failure == 0 else { throw SystemError("read", path, code: failure) }
      return chunk
    }
  }
}

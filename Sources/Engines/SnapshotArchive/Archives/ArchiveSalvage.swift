// Takes files out of a damaged archive: those of which the sum is known, and right. What says where a file begins is not
// trusted, since what lies before it may be lost; the sum proves what it is.

public import Bytes
public import SystemAccess

public enum ArchiveSalvage {
  /// Hands over the wanted files that are whole, in the order of the archive.
  ///
  /// - Parameters:
  ///   - wanted: paths with the sums of their content.
  ///   - limit: files with more bytes are left out.
  public static func files(
    in directory: Directory, named name: ByteString, wanted: [ByteString: SHA256Sum], limit: Int,
    _ take: (ByteString, [UInt8]) throws -> Void
  ) throws {
    var scan = try FrameScan(try ArchiveReader.open(name, in: directory))
    var stretch = TarStretch(wanted: wanted, limit: limit)
    while !stretch.wanted.isEmpty, let (content, isJoined) = scan.next() {
      if !isJoined { try stretch.end(take) }
      try stretch.add(content, take)
    }
    try stretch.end(take)
  }
}

/// Bytes of tar without a gap.
private struct TarStretch {
  private(set) var wanted: [ByteString: SHA256Sum]
  let limit: Int
  private var bytes: [UInt8] = []

  init(wanted: [ByteString: SHA256Sum], limit: Int) {
    self.wanted = wanted
    self.limit = limit
  }

  mutating func add(_ content: [UInt8], _ take: (ByteString, [UInt8]) throws -> Void) throws {
    bytes += content
    try look(isAtEnd: false, take)
  }

  /// What follows does not belong to what came.
  mutating func end(_ take: (ByteString, [UInt8]) throws -> Void) throws {
    try look(isAtEnd: true, take)
    bytes = []
  }

  private mutating func look(isAtEnd: Bool, _ take: (ByteString, [UInt8]) throws -> Void) throws {
    var start = 0
    // What waits for more bytes.
    var rest = max(0, bytes.count - TarBlock.length + 1)
    while let place = TarBlock.next(in: bytes, from: start) {
      if place + TarBlock.length > bytes.count {
        rest = place
        break
      }
      start = place + 1
      guard let block = TarBlock.mark(bytes, at: place), let sum = wanted[block.path], block.size <= limit else {
        continue
      }
      let content = place + TarBlock.length
      guard block.size <= bytes.count - content else {
        if isAtEnd { continue }
        // The header is looked at again when there is more.
        start = place
        rest = place
        break
      }
      let file = Array(bytes[content..<content + block.size])
      guard SHA256Digest.sum(of: file) == sum else { continue }
      wanted[block.path] = nil
      try take(block.path, file)
      start = content + block.size
    }
    bytes.removeFirst(min(bytes.count, max(start, rest)))
  }
}

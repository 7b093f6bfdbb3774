// A frame of zstd that every reader passes over, with a note inside. RFC 8878, section 3.1.2.

enum SkippedFrame {
  private static let magic: [UInt8] = [0x50, 0x2A, 0x4D, 0x18]
  static let overhead = 8

  static func bytes(around note: [UInt8]) -> [UInt8] { magic + littleEndian(UInt64(note.count), 4) + note }

  /// The note of a frame; nil for anything else.
  static func note(in frame: [UInt8]) -> [UInt8]? {
    guard frame.count >= overhead, frame.starts(with: magic),
      number(frame[4..<8]) == UInt64(frame.count - overhead)
    else { return nil }
    return Array(frame[overhead...])
  }

  static func littleEndian(_ number: UInt64, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: number >> (8 * UInt64($0))) }
  }

  static func number(_ bytes: some Collection<UInt8>) -> UInt64 {
    bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }
}

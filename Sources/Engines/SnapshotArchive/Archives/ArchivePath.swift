// Which paths an archive may hold: those that stay below the directory into which it is unpacked, spelled one way only.

import Bytes

enum ArchivePath {
  /// Bytes; PATH_MAX of Linux.
  static let longest = 4096

  /// What is wrong with a path, as the end of a sentence; nil for a good one.
  static func flaw(_ path: ByteString) -> String? {
    if path.isEmpty { return "a file without a name" }
    if path.count >= longest { return "a path of more than \(longest - 1) bytes" }
    if path.bytes.first == UInt8(ascii: "/") { return "an absolute path" }
    return path.bytes.withUnsafeBufferPointer { bytes in
      var start = 0
      for end in 0...bytes.count where end == bytes.count || bytes[end] == UInt8(ascii: "/") {
        if let flaw = flaw(ofComponent: bytes[start..<end]) { return flaw }
        start = end + 1
      }
      return nil
    }
  }

  private static func flaw(ofComponent component: Slice<UnsafeBufferPointer<UInt8>>) -> String? {
    switch component.count {
    case 0: return "a path with an empty component"
    case 1 where component.first == UInt8(ascii: "."): return "a path with \".\" in it"
    case 2 where component.first == UInt8(ascii: ".") && component.last == UInt8(ascii: "."):
      return "a path that leads out of the archive (\"..\")"
    default: return component.contains(0) ? "a path with a NUL byte" : nil
    }
  }
}

// The lines of a block of a log file, one after the other, without their ends.

public enum LogBlock {
  /// Calls the reader for each line that is not empty. Ends may be LF or CR LF; the last one may be missing.
  public static func forEachLine<Failure: Error>(
    in block: Span<UInt8>, _ read: (Span<UInt8>) throws(Failure) -> Void
  ) throws(Failure) {
    var start = 0
    while start < block.count {
      let next = block.first(0x0A, from: start, to: block.count) ?? block.count
      var end = next
      if end > start, block[end - 1] == 0x0D { end -= 1 }
      if end > start { try read(block.extracting(start..<end)) }
      start = next + 1
    }
  }
}

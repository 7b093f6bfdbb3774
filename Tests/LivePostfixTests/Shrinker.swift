// Makes a failing pair of files small enough to read.

enum Shrinker {
  /// What is taken away at a time.
  enum Pieces { case lines, words, bytes }

  static func smallest(
    _ pair: ConfigurationPair, fails: (ConfigurationPair) throws -> Bool
  ) rethrows -> ConfigurationPair {
    var best = pair
    for pieces in [Pieces.lines, .bytes] {
      best.main = try reduce(best.main, by: pieces) { try fails(ConfigurationPair(main: $0, master: best.master)) }
      if let master = best.master {
        best.master = try reduce(master, by: pieces) { try fails(ConfigurationPair(main: best.main, master: $0)) }
      }
    }
    return best
  }

  static func reduce(_ bytes: [UInt8], by kind: Pieces, fails: ([UInt8]) throws -> Bool) rethrows -> [UInt8] {
    var pieces = split(bytes, by: kind)
    var size = max(pieces.count / 2, 1)
    while size >= 1 {
      var start = 0
      while start < pieces.count {
        var candidate = pieces
        candidate.removeSubrange(start..<min(start + size, pieces.count))
        if try fails(Array(candidate.joined())) { pieces = candidate } else { start += size }
      }
      size /= 2
    }
    return Array(pieces.joined())
  }

  private static func split(_ bytes: [UInt8], by kind: Pieces) -> [[UInt8]] {
    switch kind {
    case .lines: bytes.split(separator: 0x0A, omittingEmptySubsequences: false).map { Array($0) + [0x0A] }
    case .bytes: bytes.map { [$0] }
    case .words:
      // A word takes the blanks and commas behind it along, but not a line's end.
      bytes.reduce(into: []) { words, byte in
        let isInside = byte != 0x0A && byte != 0x20 && byte != 0x2C
        let continues =
          words.last?.last.map { $0 == 0x20 || $0 == 0x2C ? !isInside && byte != 0x0A : $0 != 0x0A } ?? false
        if continues, byte != 0x0A { words[words.count - 1].append(byte) } else { words.append([byte]) }
      }
    }
  }
}

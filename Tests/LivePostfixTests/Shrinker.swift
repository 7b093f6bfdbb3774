// Makes a failing pair of files small enough to read.

enum Shrinker {
  static func smallest(
    _ pair: ConfigurationPair, fails: (ConfigurationPair) throws -> Bool
  ) rethrows -> ConfigurationPair {
    var best = pair
    for newline in [true, false] {
      best.main = try reduce(best.main, byLines: newline) {
        try fails(ConfigurationPair(main: $0, master: best.master))
      }
      if let master = best.master {
        best.master = try reduce(master, byLines: newline) { try fails(ConfigurationPair(main: best.main, master: $0)) }
      }
    }
    return best
  }

  private static func reduce(
    _ bytes: [UInt8], byLines: Bool, fails: ([UInt8]) throws -> Bool
  ) rethrows -> [UInt8] {
    var pieces =
      byLines
      ? bytes.split(separator: 0x0A, omittingEmptySubsequences: false).map { Array($0) + [0x0A] } : bytes.map { [$0] }
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
}

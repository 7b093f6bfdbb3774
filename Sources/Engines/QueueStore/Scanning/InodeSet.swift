// A set of inode numbers. They come in clusters, so that a million of them take less than a megabyte.

struct InodeSet {
  private static let shift: UInt64 = 12
  private var blocks: [UInt64: [UInt64]] = [:]

  func contains(_ inode: UInt64) -> Bool {
    guard let block = blocks[inode >> Self.shift] else { return false }
    return block[Self.word(inode)] & Self.bit(inode) != 0
  }

  /// False when it was there already.
  mutating func insert(_ inode: UInt64) -> Bool {
    let word = Self.word(inode)
    let bit = Self.bit(inode)
    return Self.update(&blocks[inode >> Self.shift, default: Array(repeating: 0, count: 64)]) { block in
      guard block[word] & bit == 0 else { return false }
      block[word] |= bit
      return true
    }
  }

  mutating func remove(_ inode: UInt64) {
    guard blocks[inode >> Self.shift] != nil else { return }
    blocks[inode >> Self.shift]?[Self.word(inode)] &= ~Self.bit(inode)
  }

  private static func update(_ block: inout [UInt64], _ change: (inout [UInt64]) -> Bool) -> Bool { change(&block) }
  private static func word(_ inode: UInt64) -> Int { Int((inode >> 6) & 63) }
  private static func bit(_ inode: UInt64) -> UInt64 { 1 << (inode & 63) }
}

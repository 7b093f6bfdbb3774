// Counts by name and bucket, as one thread of a scan gathers them.
//
// Looking a name up takes no memory: names lie one behind the other in one array, and a table of places leads to them.
// Only a new name makes the arrays longer.

import Bytes
import Glibc

struct ShapeTally: Sendable {
  /// How many buckets a name has.
  let width: Int
  private var text: [UInt8] = []
  private var names: [Name] = []
  /// Four bytes each: there may be a hundred thousand names with ten buckets in every thread.
  private var counts: [UInt32] = []
  /// Places in `names` plus one; 0 is free. A power of two, never more than half full.
  private var table: [Int32]
  /// Nobody can choose names that all fall upon the same place.
  private let seed = UInt64.random(in: 0...UInt64.max)

  private struct Name {
    let start: Int
    let length: Int
    let hash: UInt64
  }

  init(width: Int) {
    self.width = width
    table = Array(repeating: 0, count: 1024)
  }

  var count: Int { names.count }

  func name(_ row: Int) -> ByteString {
    ByteString(text[names[row].start..<(names[row].start + names[row].length)])
  }

  func counts(_ row: Int) -> [Int] { counts[(row * width)..<((row + 1) * width)].map { Int($0) } }
  func sum(_ row: Int) -> Int { counts[(row * width)..<((row + 1) * width)].reduce(0) { $0 &+ Int($1) } }
  func nameLength(_ row: Int) -> Int { names[row].length }
  func nameBegins(_ row: Int, with byte: UInt8) -> Bool { names[row].length > 0 && text[names[row].start] == byte }

  /// The order of two names.
  func isName(_ row: Int, before other: Int) -> Bool {
    let (one, two) = (names[row], names[other])
    return text.withUnsafeBytes { text in
      guard let start = text.baseAddress else { return false }
      let order = memcmp(start + one.start, start + two.start, min(one.length, two.length))
      return order == 0 ? one.length < two.length : order < 0
    }
  }

  @inline(__always)
  mutating func add(_ count: Int = 1, row: Int, bucket: Int) {
    counts[row &* width &+ bucket] &+= UInt32(truncatingIfNeeded: count)
  }

  /// The row of a name, made if need be.
  @inline(__always)
  mutating func row(of name: UnsafeRawBufferPointer) -> Int {
    let hash = hash(name)
    var place = Int(truncatingIfNeeded: hash) & (table.count &- 1)
    while table[place] != 0 {
      let row = Int(table[place] &- 1)
      if names[row].hash == hash, isName(row, name) { return row }
      place = (place &+ 1) & (table.count &- 1)
    }
    return insert(name, hash, at: place)
  }

  mutating func row(of name: ByteString) -> Int { name.bytes.withUnsafeBytes { row(of: $0) } }

  mutating func add(_ other: ShapeTally) {
    guard count > 0 else { return self = other }
    other.text.withUnsafeBytes { text in
      for (row, name) in other.names.enumerated() {
        let own = self.row(of: UnsafeRawBufferPointer(rebasing: text[name.start..<(name.start + name.length)]))
        for bucket in 0..<width { counts[own &* width &+ bucket] &+= other.counts[row &* width &+ bucket] }
      }
    }
  }

  /// Hands over what was counted when there are many names, and begins anew: every thread may meet most of a hundred
  /// thousand, and they are kept once.
  mutating func takeWhenLarge() -> ShapeTally? {
    guard count > 4096 else { return nil }
    defer { self = ShapeTally(width: width) }
    return self
  }

  private func isName(_ row: Int, _ name: UnsafeRawBufferPointer) -> Bool {
    let known = names[row]
    guard known.length == name.count else { return false }
    return text.withUnsafeBytes { text in
      guard let start = text.baseAddress, let other = name.baseAddress else { return true }
      return memcmp(start + known.start, other, name.count) == 0
    }
  }

  @inline(never)
  private mutating func insert(_ name: UnsafeRawBufferPointer, _ hash: UInt64, at place: Int) -> Int {
    names.append(Name(start: text.count, length: name.count, hash: hash))
    text.append(contentsOf: name)
    counts.append(contentsOf: repeatElement(0, count: width))
    table[place] = Int32(names.count)
    if names.count * 2 > table.count { enlarge() }
    return names.count - 1
  }

  private mutating func enlarge() {
    table = Array(repeating: 0, count: table.count * 2)
    for (row, name) in names.enumerated() {
      var place = Int(truncatingIfNeeded: name.hash) & (table.count - 1)
      while table[place] != 0 { place = (place + 1) & (table.count - 1) }
      table[place] = Int32(row + 1)
    }
  }

  /// Eight bytes at a time, the last ones twice if need be.
  @inline(__always)
  private func hash(_ name: UnsafeRawBufferPointer) -> UInt64 {
    var hash = seed ^ UInt64(truncatingIfNeeded: name.count)
    func mix(_ word: UInt64) {
      hash = (hash ^ word) &* 0x9E37_79B9_7F4A_7C15
      hash ^= hash >> 29
    }
    guard name.count >= 8 else {
      for byte in name { mix(UInt64(byte)) }
      return hash ^ (hash >> 32)
    }
    var offset = 0
    while offset &+ 8 <= name.count {
      mix(name.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
      offset &+= 8
    }
    mix(name.loadUnaligned(fromByteOffset: name.count &- 8, as: UInt64.self))
    return hash ^ (hash >> 32)
  }
}

// Finds bytes and words in a line. Every place is checked: a line may hold anything, and may end anywhere.

import Bytes
import Glibc

extension Span<UInt8> {
  @inline(__always)
  func begins(with text: StaticString, at place: Int) -> Bool {
    let size = text.utf8CodeUnitCount
    guard place >= 0, place <= count, count - place >= size else { return false }
    let wanted = text.utf8Start
    for index in 0..<size where self[place + index] != wanted[index] { return false }
    return true
  }

  /// Whether this byte stands at the place.
  @inline(__always)
  func has(_ byte: UInt8, at place: Int) -> Bool { place >= 0 && place < count && self[place] == byte }

  /// The first such byte between two places. The places may be any numbers; none lies between the wrong way round.
  func first(_ byte: UInt8, from start: Int, to end: Int) -> Int? {
    let end = Swift.min(end, count)
    guard start >= 0, start < end else { return nil }
    return withUnsafeBytes { bytes in
      guard let base = bytes.baseAddress, let hit = memchr(base + start, Int32(byte), end - start) else { return nil }
      return base.distance(to: UnsafeRawPointer(hit))
    }
  }

  /// Where the words begin for the first time between two places, and end there.
  func first(_ text: StaticString, from start: Int, to end: Int) -> Int? {
    guard text.utf8CodeUnitCount > 0 else { return nil }
    var place = start
    while let hit = first(text.utf8Start[0], from: place, to: end) {
      if end - hit >= text.utf8CodeUnitCount, begins(with: text, at: hit) { return hit }
      place = hit + 1
    }
    return nil
  }

  /// The last such byte between two places.
  func last(_ byte: UInt8, from start: Int, to end: Int) -> Int? {
    var index = Swift.min(end, count) - 1
    while index >= Swift.max(start, 0) {
      if self[index] == byte { return index }
      index -= 1
    }
    return nil
  }

  /// Reads decimal digits and moves the place behind them. Nil for none, and for numbers that do not fit.
  func number(at place: inout Int, until end: Int, digits: Int = 19) -> Int64? {
    var value: Int64 = 0
    var index = place
    while index < end, index < count, self[index].isASCIIDigit {
      guard index - place < digits else { return nil }
      let (product, isTooLarge) = value.multipliedReportingOverflow(by: 10)
      let (sum, isOver) = product.addingReportingOverflow(Int64(self[index] & 0x0F))
      guard !isTooLarge, !isOver else { return nil }
      value = sum
      index += 1
    }
    guard index > place else { return nil }
    place = index
    return value
  }

  /// Moves the place behind these words when they stand there.
  @inline(__always)
  func skip(_ text: StaticString, at place: inout Int) -> Bool {
    guard begins(with: text, at: place) else { return false }
    place += text.utf8CodeUnitCount
    return true
  }
}

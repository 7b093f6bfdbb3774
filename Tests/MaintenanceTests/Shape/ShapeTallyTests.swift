// Counting by name where there are many names.

import Bytes
import Testing

@testable import Maintenance

@Suite("Counts of a shape")
struct ShapeTallyTests {
  /// Counts a name for every number, some of them several times.
  private static func count(_ numbers: some Sequence<Int>, handingOver take: (ShapeTally) -> Void) -> ShapeTally {
    var tally = ShapeTally(width: 3)
    for number in numbers {
      tally.add(row: tally.row(of: ByteString("domain\(number % 10_007).example")), bucket: number % 3)
      if let part = tally.takeWhenLarge() { take(part) }
    }
    return tally
  }

  private static func rows(_ tally: ShapeTally) -> [String: [Int]] {
    Dictionary(uniqueKeysWithValues: (0..<tally.count).map { (tally.name($0).description, tally.counts($0)) })
  }

  @Test("Names that several threads count in parts are counted as if one had counted them at once")
  func parts() {
    var whole = ShapeTally(width: 3)
    for number in 0..<50_000 {
      whole.add(row: whole.row(of: ByteString("domain\(number % 10_007).example")), bucket: number % 3)
    }
    var sum = ShapeTally(width: 3)
    var parts = 0
    for thread in 0..<4 {
      let rest = Self.count(stride(from: thread, to: 50_000, by: 4)) { part in
        sum.add(part)
        parts += 1
      }
      sum.add(rest)
    }
    #expect(parts >= 4, "no thread handed over what it had")
    #expect(Self.rows(sum) == Self.rows(whole))
  }
}

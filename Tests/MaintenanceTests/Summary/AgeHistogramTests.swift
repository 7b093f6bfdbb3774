// Quantiles are exact for the young and within 2 % for the old.

import TestSupport
import Testing

@testable import Maintenance

@Suite("Ages in little memory")
struct AgeHistogramTests {
  @Test("A quantile is what sorting gives, within 2 %", arguments: [1, 2, 3] as [UInt64])
  func quantiles(_ seed: UInt64) {
    var random = SeededRandom(seed: seed)
    var histogram = AgeHistogram()
    var ages: [Int64] = []
    for _ in 0..<5000 {
      let age = Int64(random.below(1 << (1 + random.below(28))))
      ages.append(age)
      histogram.add(age)
    }
    ages.sort()
    for permille in [1, 100, 500, 900, 990, 1000] {
      let exact = ages[max(1, (ages.count * permille + 999) / 1000) - 1]
      let found = histogram.quantile(permille) ?? -1
      #expect(found <= exact && Double(exact - found) <= Double(exact) * 0.02, "\(permille): \(found), not \(exact)")
    }
  }

  @Test("Any age has its place")
  func extremes() {
    var histogram = AgeHistogram()
    #expect(histogram.quantile(500) == nil)
    for age in [Int64.min, -1, 0, 127, 128, Int64.max] { histogram.add(age) }
    #expect(histogram.quantile(1) == 0 && (histogram.quantile(1000) ?? 0) > Int64.max / 2)
    var sum = AgeHistogram()
    sum.add(histogram)
    #expect(sum.count == 6 && sum.quantile(500) == 0)
  }
}

// Which column an age belongs to.

import Testing

@testable import Maintenance

@Suite("Ages of a shape")
struct AgeBucketsTests {
  @Test("Each column is twice as long as the last, and the last has no end")
  func geometric() {
    let buckets = AgeBuckets(count: 4, minutes: 5)
    #expect(buckets.labels == ["5", "10", "20", "20+"])
    let ages: [(Int64, Int)] = [
      (-100, 0), (0, 0), (299, 0), (300, 1), (599, 1), (600, 2), (1199, 2), (1200, 3), (Int64.max, 3), (Int64.min, 0),
    ]
    for (age, bucket) in ages { #expect(buckets.bucket(of: age) == bucket, "\(age)") }
  }

  @Test("Equal columns are multiples of the first")
  func linear() {
    let buckets = AgeBuckets(count: 3, minutes: 7, isLinear: true)
    #expect(buckets.labels == ["7", "14", "14+"])
    for (age, bucket) in [(419, 0), (420, 1), (839, 1), (840, 2)] as [(Int64, Int)] {
      #expect(buckets.bucket(of: age) == bucket, "\(age)")
    }
  }

  @Test("A single column holds everything")
  func single() {
    #expect(AgeBuckets(count: 1).labels == ["0+"])
    #expect(AgeBuckets(count: 1).bucket(of: 1_000_000) == 0)
  }

  @Test("Columns too far in the future end at the largest number")
  func overflow() {
    let buckets = AgeBuckets(count: 100, minutes: 5)
    #expect(buckets.ends.count == 99 && buckets.ends.last == Int.max)
    #expect(buckets.bucket(of: Int64.max) < 99)
  }

  @Test("Nonsense becomes something sensible")
  func nonsense() {
    #expect(AgeBuckets(count: -3, minutes: -1).count == 1)
    #expect(AgeBuckets(count: 3, minutes: 0).ends == [1, 2])
    #expect(AgeBuckets(count: Int.max).count == AgeBuckets.most)
  }
}

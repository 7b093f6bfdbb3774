// Numbers and times that a person reads at a glance.

import Bytes
import Testing

@testable import Maintenance

@Suite("Short numbers")
struct ShortNumberTests {
  @Test("Numbers")
  func numbers() {
    let texts = [0, 999, 1234, 12_345, 123_456, 1_234_567, 98_765_432, Int.max].map(ShortNumber.text)
    #expect(texts == ["0", "999", "1,234", "12.3k", "123k", "1.2M", "98.7M", "9223372036G"])
    #expect(
      [0, 12, 123, 1234, 1_234_567, -1234].map(ShortNumber.grouped) == [
        "0", "12", "123", "1,234", "1,234,567", "-1,234",
      ])
  }

  @Test("Sizes")
  func sizes() {
    #expect(
      [0, 812, 8192, 1_300_000, 5 << 30].map(SizeText.bytes) == ["0 B", "812 B", "8.0 kB", "1.2 MB", "5.0 GB"])
    #expect(SizeText.bytes(Int.max).hasSuffix(" TB"))
  }

  @Test("Times")
  func times() {
    #expect(
      [0, 12, 60, 75, 3600, 9600, 86_400, 90_061, -75].map(AgeText.text) == [
        "0s", "12s", "1m", "1m 15s", "1h", "2h 40m", "1d", "1d 1h", "-1m 15s",
      ])
    #expect(AgeText.text(Int64.min).hasPrefix("-"))
    #expect(
      [5, 60, 80, 640, 1280, 1440, 5120].map { AgeText.short(minutes: $0) } == [
        "5m", "1h", "1h20", "10h40", "21h20", "1d", "3d 13h",
      ])
  }
}

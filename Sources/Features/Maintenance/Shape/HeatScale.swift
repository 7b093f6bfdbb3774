// Colours for counts, from pale to dark, each step as many times the last: one message and ten thousand are both seen.

import Glibc

struct HeatScale {
  /// The largest count.
  let most: Int

  /// From 0 to 1.
  func level(_ count: Int) -> Double {
    guard count > 0 else { return 0 }
    return most > 1 ? log(Double(count)) / log(Double(most)) : 1
  }

  /// "#rrggbb"; grey for nothing.
  func color(_ count: Int) -> String { count > 0 ? Self.color(at: level(count)) : "#f3f5f7" }

  /// What can be read on that colour.
  func textColor(_ count: Int) -> String { level(count) > 0.55 ? "#ffffff" : "#1f2933" }

  static func color(at level: Double) -> String {
    let place = min(max(0, level), 1) * Double(stops.count - 1)
    let index = min(Int(place), stops.count - 2)
    let part = place - Double(index)
    let parts = zip(stops[index], stops[index + 1]).map { Int(($0 + ($1 - $0) * part).rounded()) }
    return "#" + parts.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }

  /// Pale yellow through orange to dark red: warm is old and much.
  private static let stops: [[Double]] = [
    [255, 243, 209], [254, 204, 120], [244, 140, 64], [209, 62, 41], [125, 10, 38],
  ]

  /// Counts to be shown in a legend: 1, powers of ten, and the largest.
  var marks: [Int] {
    var marks: [Int] = []
    var mark = 1
    while mark < most, marks.count < 9 {
      marks.append(mark)
      mark *= 10
    }
    // Two marks that would stand upon each other.
    if marks.count > 1, let last = marks.last, last * 2 > most { marks.removeLast() }
    return marks + [most]
  }
}

// A shape as a picture: a row for each name, a column for each age, the darker the more.

import Bytes
import MailAddresses
import PostfixQueue
import SystemAccess

extension QueueShape {
  /// An SVG file.
  /// - Parameter limit: how many rows; the others are shown as one.
  public func picture(rows limit: Int) -> String {
    ShapePicture(shape: self, limit: max(1, limit)).svg
  }
}

private struct ShapePicture {
  let shape: QueueShape
  let limit: Int
  /// Where each column ends; the last one begins there.
  let ageLabels: [String]
  /// Wide enough for what stands above a column. Every cell asks for it.
  let cellWidth: Int

  init(shape: QueueShape, limit: Int) {
    self.shape = shape
    self.limit = limit
    let ends = shape.table.buckets.ends
    ageLabels = ends.map { "< " + AgeText.short(minutes: $0) } + ["≥ " + AgeText.short(minutes: ends.last ?? 0)]
    cellWidth = max(66, (ageLabels.map { PrintableText.width($0) }.max() ?? 0) * 7 + 10)
  }

  private let margin = 24
  private let top = 132
  private let cellHeight = 26
  private let sumWidth = 70
  /// With half of a mark at its end.
  private let legendWidth = 324
  /// Below the row of totals.
  private let gap = 6
  /// Sentences are known by their beginning, and get more room.
  private var nameLength: Int { shape.table.dimension == .reason ? 72 : 44 }
  private let faint = "#66727f"

  private struct Line {
    let name: String
    let counts: [Int]
    let sum: Int
  }

  var svg: String {
    let lines = lines
    let scale = HeatScale(most: max(1, lines.flatMap(\.counts).max() ?? 1))
    let longest = lines.map { PrintableText.width($0.name) }.max() ?? 0
    let cells = margin + max(120, longest * 7 + 10) + sumWidth
    let count = shape.table.buckets.count
    let width = max(640, cells + max(count * cellWidth, legendWidth) + margin)
    let bottom = top + max(1, lines.count) * cellHeight + gap
    var picture = SVGText(width: width, height: bottom + 84, title: title)
    picture.label(title, margin, 38, size: 19, isBold: true)
    picture.label(subtitle, margin, 60, size: 12, fill: faint)
    picture.label("Age of the message", cells, 94, size: 12, fill: faint)
    picture.label("all ages", cells - 12, top - 10, anchor: .end, fill: faint)
    for (index, label) in ageLabels.enumerated() {
      picture.label(label, cells + index * cellWidth + cellWidth / 2, top - 10, anchor: .middle)
    }
    for (index, line) in lines.enumerated() {
      draw(line, top + index * cellHeight + (index > 0 ? gap : 0), cells, scale, on: &picture)
    }
    if lines.isEmpty { picture.label("Nothing is in these queues.", margin, top + 18, fill: faint) }
    legend(scale, cells, bottom + 24, on: &picture)
    picture.close()
    return picture.text
  }

  private func draw(_ line: Line, _ y: Int, _ cells: Int, _ scale: HeatScale, on picture: inout SVGText) {
    let base = y + cellHeight / 2 + 4
    picture.label(line.name, cells - sumWidth, base, anchor: .end)
    picture.label(ShortNumber.text(line.sum), cells - 12, base, anchor: .end, isBold: true)
    for (index, count) in line.counts.enumerated() {
      let x = cells + index * cellWidth
      picture.box(x + 1, y + 1, cellWidth - 2, cellHeight - 2, fill: scale.color(count), rounding: 3)
      guard count > 0 else { continue }
      picture.label(ShortNumber.text(count), x + cellWidth / 2, base, anchor: .middle, fill: scale.textColor(count))
    }
  }

  private func legend(_ scale: HeatScale, _ x: Int, _ y: Int, on picture: inout SVGText) {
    let (steps, step) = (50, (legendWidth - 24) / 50)
    picture.label(shape.table.dimension.unit, x - 12, y + 12, anchor: .end, fill: faint)
    for index in 0..<steps {
      picture.box(x + index * step, y, step, 16, fill: HeatScale.color(at: Double(index) / Double(steps - 1)))
    }
    for mark in scale.marks {
      let place = x + Int((scale.level(mark) * Double(steps * step)).rounded())
      picture.line(place, y + 16, place, y + 21, stroke: faint)
      picture.label(ShortNumber.text(mark), place, y + 34, size: 11, anchor: .middle, fill: faint)
    }
  }

  private var title: String {
    "\(shape.table.dimension.unit) by \(shape.table.dimension.words) and age"
  }

  private var subtitle: String {
    let total = shape.table.total.sum
    let names = shape.queues.map(\.rawValue).joined(separator: ", ")
    return "\(ShortNumber.grouped(total)) in \(names) · \(LocalTime.full(shape.now))"
  }

  private var lines: [Line] {
    let table = shape.table
    var lines = [Line(name: "all", counts: table.total.counts, sum: table.total.sum)]
    if table.rows.isEmpty { return [] }
    lines += table.rows.prefix(limit).map { row in
      Line(name: shortened(row.name), counts: row.counts, sum: row.sum)
    }
    let rest = table.rows.dropFirst(limit)
    // With rows for parents a recipient is in several rows, and a sum of rows means nothing.
    if !rest.isEmpty, table.rows.reduce(0, { $0 &+ $1.sum }) == table.total.sum {
      var counts = Array(repeating: 0, count: table.buckets.count)
      for row in rest {
        for (bucket, count) in row.counts.enumerated() { counts[bucket] &+= count }
      }
      lines.append(
        Line(
          name: "\(ShortNumber.grouped(rest.count)) other\(rest.count == 1 ? "" : "s")", counts: counts,
          sum: counts.reduce(0, &+)))
    }
    return lines
  }

  /// A domain is known by its end, everything else by its beginning.
  private func shortened(_ name: ByteString) -> String {
    let text = Array(ByteString(PrintableAddress.text(name.bytes)).description)
    guard text.count > nameLength else { return String(text) }
    return shape.table.dimension.hasDomains
      ? "…" + String(text.suffix(nameLength - 1)) : String(text.prefix(nameLength - 1)) + "…"
  }
}

extension ShapeDimension {
  fileprivate var unit: String { countsMessages ? "Messages" : "Recipients" }

  fileprivate var words: String {
    switch self {
    case .senderDomain, .recipientDomain: "domain"
    case .dsn: "status code"
    case .saslUsername: "login name"
    default: rawValue
    }
  }
}

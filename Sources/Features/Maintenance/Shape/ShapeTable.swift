// The rows of a shape, in order, and their total.

public import Bytes

public struct ShapeTable: Sendable {
  public struct Row: Sendable {
    /// As in the queue: any bytes.
    public let name: ByteString
    public let isTotal: Bool
    /// One for each bucket.
    public let counts: [Int]
    public let sum: Int

    init(name: ByteString, isTotal: Bool = false, counts: [Int]) {
      self.name = name
      self.isTotal = isTotal
      self.counts = counts
      sum = counts.reduce(0, &+)
    }
  }

  public let dimension: ShapeDimension
  public let buckets: AgeBuckets
  public let total: Row
  /// The largest first.
  public let rows: [Row]

  init(_ tally: ShapeTally, _ options: ShapeOptions) {
    dimension = options.dimension
    buckets = options.buckets
    var rows: [Row] = []
    var total = Array(repeating: 0, count: tally.width)
    for index in 0..<tally.count {
      let row = Row(name: tally.name(index), counts: Array(tally.counts(index)))
      // A name of a message that turned out to be incomplete.
      guard row.sum > 0 else { continue }
      for (bucket, count) in row.counts.enumerated() { total[bucket] &+= count }
      rows.append(row)
    }
    if options.dimension.hasDomains {
      if let least = options.parents {
        rows = Self.withParents(rows, least: least)
      } else {
        // What begins with a dot is taken for a parent, which has no subdomains here.
        rows.removeAll { $0.name.bytes.first == UInt8(ascii: ".") }
      }
    }
    rows.sort {
      ($1.sum, $0.name.count) == ($0.sum, $1.name.count)
        ? $0.name < $1.name : ($1.sum, $0.name.count) < ($0.sum, $1.name.count)
    }
    self.total = Row(name: "TOTAL", isTotal: true, counts: total)
    self.rows = rows
  }

  /// Adds a row for every parent domain that has enough different subdomains.
  private static func withParents(_ rows: [Row], least: Int) -> [Row] {
    var counts: [ByteString: [Int]] = [:]
    for row in rows { add(row.counts, to: &counts[row.name]) }
    for row in rows {
      var name = row.name
      while let parent = DomainName.parent(of: name) {
        add(row.counts, to: &counts[parent])
        name = parent
      }
    }
    var subdomains: [ByteString: Int] = [:]
    for name in counts.keys {
      if let parent = DomainName.parent(of: name) { subdomains[parent, default: 0] += 1 }
    }
    return counts.compactMap { name, counts in
      name.bytes.first == UInt8(ascii: ".") && subdomains[name, default: 0] < least
        ? nil : Row(name: name, counts: counts)
    }
  }

  private static func add(_ counts: [Int], to sum: inout [Int]?) {
    guard var known = sum else { return sum = counts }
    sum = nil
    for (bucket, count) in counts.enumerated() { known[bucket] &+= count }
    sum = known
  }
}

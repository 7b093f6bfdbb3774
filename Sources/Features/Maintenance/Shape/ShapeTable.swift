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

  /// The largest first. A row is made when it is asked for: there may be a hundred thousand domains.
  public struct Rows: RandomAccessCollection, Sendable {
    fileprivate let tally: ShapeTally
    fileprivate let order: [Int32]

    public var startIndex: Int { 0 }
    public var endIndex: Int { order.count }
    public subscript(place: Int) -> Row {
      let row = Int(order[place])
      return Row(name: tally.name(row), counts: tally.counts(row))
    }
  }

  public let dimension: ShapeDimension
  public let buckets: AgeBuckets
  public let total: Row
  public let rows: Rows

  init(_ tally: ShapeTally, _ options: ShapeOptions) {
    dimension = options.dimension
    buckets = options.buckets
    total = Row(name: "TOTAL", isTotal: true, counts: Self.total(of: tally))
    let dot = UInt8(ascii: ".")
    if dimension.hasDomains, let least = options.parents {
      let (all, subdomains) = Self.withParents(tally)
      rows = Self.sorted(all) { row in !all.nameBegins(row, with: dot) || subdomains[row] >= least }
    } else {
      // What begins with a dot is taken for a parent, which has no subdomains here.
      let hasDomains = dimension.hasDomains
      rows = Self.sorted(tally) { row in !hasDomains || !tally.nameBegins(row, with: dot) }
    }
  }

  private static func total(of tally: ShapeTally) -> [Int] {
    var total = Array(repeating: 0, count: tally.width)
    for row in 0..<tally.count {
      for (bucket, count) in tally.counts(row).enumerated() { total[bucket] &+= count }
    }
    return total
  }

  private static func sorted(_ tally: ShapeTally, where isWanted: (Int) -> Bool) -> Rows {
    let sums = (0..<tally.count).map { tally.sum($0) }
    var order: [Int32] = []
    order.reserveCapacity(tally.count)
    // A name without a count is that of a message that turned out to be incomplete.
    for row in 0..<tally.count where sums[row] > 0 && isWanted(row) { order.append(Int32(row)) }
    order.sort { first, second in
      let (one, two) = (Int(first), Int(second))
      if sums[one] != sums[two] { return sums[one] > sums[two] }
      let lengths = (tally.nameLength(one), tally.nameLength(two))
      return lengths.0 == lengths.1 ? tally.isName(one, before: two) : lengths.0 < lengths.1
    }
    return Rows(tally: tally, order: order)
  }

  /// Adds a row for every parent domain.
  /// - Returns: all rows, and how many different subdomains each has.
  private static func withParents(_ tally: ShapeTally) -> (all: ShapeTally, subdomains: [Int]) {
    var all = tally
    for row in 0..<tally.count where tally.sum(row) > 0 {
      let counts = tally.counts(row)
      var name = tally.name(row)
      while let parent = DomainName.parent(of: name) {
        let sum = all.row(of: parent)
        for (bucket, count) in counts.enumerated() { all.add(count, row: sum, bucket: bucket) }
        name = parent
      }
    }
    var subdomains = Array(repeating: 0, count: all.count)
    for row in 0..<all.count where all.sum(row) > 0 {
      if let parent = DomainName.parent(of: all.name(row)) { subdomains[all.row(of: parent)] += 1 }
    }
    return (all, subdomains)
  }
}

extension ShapeTable {
  /// Goes through the rows and the total, which is sorted like any row: a shorter name with the same count stands in front
  /// of it.
  /// - Parameter limit: how many; nil for all.
  func forEachRow(upTo limit: Int?, _ look: (Row) -> Void) {
    let place = rows.firstIndex { $0.sum < total.sum || $0.name.count >= total.name.count } ?? rows.endIndex
    for index in 0..<Swift.min(limit ?? Int.max, rows.count + 1) {
      look(index == place ? total : rows[index < place ? index : index - 1])
    }
  }
}

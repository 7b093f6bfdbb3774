// A picture and JSON of a shape are well-formed whatever the names are, and say what the table says.

import Bytes
import JSONText
import Maintenance
import PostfixQueue
import QueueStore
import SystemAccess
import TestSupport
import Testing

@Suite("Pictures and JSON of a shape", .enabled(if: PrivatePostfix.canRun, "needs root and Postfix"))
struct ShapePictureTests {
  private static func shape(
    _ dimension: ShapeDimension, count: Int, buckets: AgeBuckets? = nil
  ) throws -> (QueueShape, QueueSummary) {
    var options = QueueOptions.everything
    options.oddAddressPercent = 60
    var instance = PrivatePostfixOptions()
    instance.queue = options
    let postfix = try PrivatePostfix(instance)
    _ = try QueueGenerator(seed: 21, options: options).fill(postfix.queueDirectory, count: count)
    let store = try QueuePlace.open(configuration: postfix.configurationDirectory, queue: nil)
    var asked = ShapeOptions()
    asked.dimension = dimension
    if let buckets { asked.buckets = buckets }
    let now = LocalTime.now
    return (QueueShape(store, QueueName.listed, asked, now: now), QueueSummary(store, now: now))
  }

  private static func check(_ json: JSONValue, _ schema: String) throws {
    let text = try Repository.text("docs/schemas/\(schema).schema.json")
    #expect(JSONSchema(try JSONReader().read(Array(text.utf8))).problems(of: json).isEmpty)
  }

  @Test("Odd names do no harm", arguments: ShapeDimension.allCases)
  func odd(_ dimension: ShapeDimension) throws {
    let (shape, _) = try Self.shape(dimension, count: 150)
    #expect(shape.table.total.sum > 0 && shape.table.rows.reduce(0) { $0 + $1.sum } >= shape.table.total.sum - 20)
    let picture = try WellFormedXML(shape.picture(rows: 30))
    #expect(picture.elements.first == "svg" && picture.elements.contains("rect"))
    let json = try JSONReader().read(shape.json(rows: 10))
    try Self.check(json, "postkeep.queue.shape-1")
    #expect(json["total"]?["count"]?.integer == Int64(shape.table.total.sum))
    #expect(json["rows"]?.elements?.count == min(10, shape.table.rows.count))
  }

  @Test("The ages above forty columns do not touch each other")
  func room() throws {
    let postfix = try PrivatePostfix(PrivatePostfixOptions())
    let store = try QueuePlace.open(configuration: postfix.configurationDirectory, queue: nil)
    var options = ShapeOptions()
    options.buckets = AgeBuckets(count: 40, minutes: 1)
    let picture = QueueShape(store, QueueName.listed, options, now: LocalTime.now).picture(rows: 3)
    // Each is centred above its column.
    let labels = picture.matches(of: /<text x="(\d+)" y="122"[^>]*>(&lt;|≥) ([^<]*)</)
    #expect(labels.count == 40)
    for (left, right) in zip(labels, labels.dropFirst()) {
      let room = (Int(right.1) ?? 0) - (Int(left.1) ?? 0)
      #expect(room >= (left.3.count + right.3.count + 4) * 7 / 2, "\(left.3) \(right.3)")
    }
  }

  @Test("Thousands of columns take no minutes")
  func manyColumns() throws {
    let (shape, _) = try Self.shape(.recipientDomain, count: 12, buckets: AgeBuckets(count: 4000, minutes: 5))
    let time = ContinuousClock().measure { _ = shape.picture(rows: 20) }
    #expect(time < .seconds(8))
  }

  @Test("An empty queue has a picture")
  func empty() throws {
    let (shape, summary) = try Self.shape(.recipientDomain, count: 0)
    _ = try WellFormedXML(shape.picture(rows: 5))
    #expect(summary.total.count == 0 && summary.lines(TerminalStyle(isColored: false), width: 80).count > 8)
  }

  @Test("A summary adds up")
  func summary() throws {
    let (_, summary) = try Self.shape(.sender, count: 300)
    let json = try JSONReader().read(summary.json)
    try Self.check(json, "postkeep.queue.summary-1")
    let queues = try #require(json["queues"]?.members)
    let counts = queues.map { $0.value["messages"]?.integer ?? -1 }
    #expect(counts.count == 6 && counts.reduce(0, +) == json["total"]?["messages"]?.integer)
    #expect(json["held"]?.integer == json["queues"]?["hold"]?["messages"]?.integer)
    #expect(summary.lines(TerminalStyle(isColored: false), width: 70).allSatisfy { PrintableText.width($0) <= 70 })
  }
}

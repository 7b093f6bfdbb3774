// Files with a changed byte, or with records in another order: what postqueue(1) lists of them is listed with the same values,
// and what it passes over is called damaged.

import Bytes
import Glibc
import JSONText
import Maintenance
import MessageSelections
import QueueStore
import SystemAccess
import TestSupport
import Testing

@Suite("Live: listing of damaged files", .enabled(if: PrivatePostfix.canRun, "needs root and Postfix"))
struct DamagedListTests {
  private enum Change: CaseIterable { case anyByte, sizeRecord, dropRecord, swapRecords, cut }

  /// Where the records of an envelope begin; the last place is behind them.
  private static func places(_ file: [UInt8]) -> [Int] {
    var places = [0]
    while let place = places.last, place + 1 < file.count, file[place] != UInt8(ascii: "M"), file[place + 1] < 0x80 {
      places.append(place + 2 + Int(file[place + 1]))
    }
    return places
  }

  private static func changed(_ file: [UInt8], _ change: Change, _ random: inout SeededRandom) -> [UInt8] {
    let places = places(file)
    let end = places[places.count - 1]
    let letters = Array(" 0123456789+-.xACEMNRSTX\u{0}\u{7F}".utf8) + [0xFF]
    var file = file
    switch change {
    case .anyByte: file[random.below(end)] = letters[random.below(letters.count)]
    case .sizeRecord: file[random.below(0x60)] = letters[random.below(letters.count)]
    case .dropRecord:
      let index = random.below(places.count - 1)
      file.removeSubrange(places[index]..<places[index + 1])
    case .swapRecords:
      var records = (0..<(places.count - 1)).map { Array(file[places[$0]..<places[$0 + 1]]) }
      records.swapAt(random.below(records.count), random.below(records.count))
      file.replaceSubrange(..<end, with: records.joined())
    case .cut: file.removeLast(random.below(file.count))
    }
    return file
  }

  private static func objects(_ bytes: [UInt8]) throws -> [JSONValue] {
    try bytes.split(separator: 0x0A).map { try JSONReader().read(Array($0)) }
  }

  private static func listed(_ postfix: PrivatePostfix) throws -> [JSONValue] {
    let store = try QueuePlace.open(configuration: postfix.configurationDirectory, queue: nil)
    var bytes: [UInt8] = []
    _ = QueueListing(.json, selection: .all).write(store, now: LocalTime.now) {
      bytes += $0
      return true
    }
    return try objects(bytes)
  }

  @Test(
    "A changed file is listed as postqueue lists it, or it is said to be damaged", arguments: [1, 2, 3, 4] as [UInt64])
  func changes(seed: UInt64) throws {
    var options = QueueOptions()
    options.weights = [.deferred: 1]
    let postfix = try GeneratedQueueTests.postfix(options)
    let messages = try QueueGenerator(seed: seed, options: options).fill(postfix.queueDirectory, count: 60)
    var random = SeededRandom(seed: seed)
    var passedOver = 0
    for message in messages {
      rename("\(postfix.queueDirectory)/\(message.path)", "\(postfix.directory.path)/\(message.id)")
    }
    for message in messages {
      let path = "\(postfix.queueDirectory)/\(message.path)"
      rename("\(postfix.directory.path)/\(message.id)", path)
      defer { unlink(path) }
      let change = Change.allCases[random.below(Change.allCases.count)]
      let file = Self.changed(try FileReading.contents(of: path), change, &random)
      let handle = fopen(path, "w")
      fwrite(file, 1, file.count, handle)
      fclose(handle)

      let theirs = try? Self.objects(try postfix.run("postqueue", ["-j"]).output)
      let ours = try #require(Self.listed(postfix).first, "\(change) \(ByteString(file))")
      guard let listed = theirs?.first else {
        passedOver += 1
        #expect(ours["damage"] != nil, "\(change) \(ByteString(file))")
        continue
      }
      for member in listed.members ?? [] where member.name != "recipients" {
        #expect(ours[member.name] == member.value, "\(change) \(member.name) \(ByteString(file))")
      }
      // Where the size record leads elsewhere, postqueue takes text for recipients.
      guard ours["damage"] == nil else { continue }
      let recipients = listed["recipients"]?.elements ?? []
      let own = ours["recipients"]?.elements ?? []
      #expect(own.map { $0["address"] } == recipients.map { $0["address"] }, "\(change) \(ByteString(file))")
      #expect(own.map { $0["delay_reason"] } == recipients.map { $0["delay_reason"] }, "\(change) \(ByteString(file))")
    }
    #expect(passedOver > 0)
  }
}

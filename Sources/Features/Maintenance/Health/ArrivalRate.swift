// How much of the queue has arrived in the last hour: what has come and stayed.

import Bytes
public import SystemAccess

public struct ArrivalRate: Hashable, Sendable {
  static let period: Int64 = 3600

  public private(set) var messages = 0
  /// That message files take on the disk.
  public private(set) var bytes = 0

  mutating func add(_ arrival: Int64, bytes: Int, now: Int64) {
    guard arrival <= now, arrival > now - Self.period else { return }
    messages += 1
    self.bytes &+= max(0, bytes)
  }

  /// Seconds until the file system is full at this rate; nil when it never is.
  ///
  /// A message takes a file, and another one for its defer log, which takes a block at least.
  func timeToFull(_ space: FileSystemSpace) -> Int64? {
    guard messages > 0 else { return nil }
    let hourly = (Double(bytes) + Double(messages) * 4096, Double(messages) * 2)
    var hours = Double(space.freeBytes) / hourly.0
    if space.totalFiles > 0 { hours = min(hours, Double(space.freeFiles) / hourly.1) }
    let seconds = hours * Double(Self.period)
    return seconds < 1e15 ? Int64(seconds) : nil
  }
}

/// Room on the queue's file system, and how long it lasts.
public struct SpaceReport: Hashable, Sendable {
  public let space: FileSystemSpace
  public let arrivals: ArrivalRate
  public var timeToFull: Int64? { arrivals.timeToFull(space) }

  /// Less is no room: Postfix refuses mail when a message of the largest size does not fit one and a half times.
  static let leastBytes: UInt64 = 20 << 20
  static let leastFiles: UInt64 = 1000
  static let soon: Int64 = 86_400

  func findings() -> [HealthFinding] {
    if space.isReadOnly { return [HealthFinding(.readOnly, "")] }
    if space.freeBytes < Self.leastBytes || space.totalFiles > 0 && space.freeFiles < Self.leastFiles {
      return [HealthFinding(.noRoom, "", text)]
    }
    guard let left = timeToFull, left < Self.soon else { return [] }
    return [HealthFinding(.fillingUp, "", "full in \(Quantity.time(left))")]
  }

  /// "12 GB and 810000 files are free; …"
  var text: String {
    var text = "\(SizeText.bytes(Int(clamping: space.freeBytes)))"
    if space.totalFiles > 0 { text += " and \(space.freeFiles) files" }
    text += " free; of the last hour, \(Quantity.messages(arrivals.messages)) (\(SizeText.bytes(arrivals.bytes)))"
    // What lasts for months is not worth a word.
    let left = timeToFull.flatMap { $0 < 90 * HealthStandards.day ? $0 : nil }
    return text + (left.map { "; full in \(Quantity.time($0)) at that rate" } ?? "")
  }
}

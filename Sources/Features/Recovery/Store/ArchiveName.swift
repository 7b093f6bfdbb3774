// How the files of a store are named: "<id>.tar.zst", the same encrypted, and a signature beside each.

public import Bytes
public import SnapshotCatalogue
import SystemAccess

public struct ArchiveName: Hashable, Sendable {
  public static let suffix = ".tar.zst"
  public static let signatureSuffix = ".sig"

  /// "mail1-20261126T224603Z".
  public let id: String
  public let encryption: SnapshotRecord.Encryption?

  public init(id: String, encryption: SnapshotRecord.Encryption? = nil) {
    self.id = id
    self.encryption = encryption
  }

  /// Nil for what is no name of an archive.
  public init?(_ name: ByteString) {
    let text = name.description
    // Hidden files are being written; what is not UTF-8 was not written by us.
    guard Array(text.utf8) == name.bytes, !text.hasPrefix(".") else { return nil }
    let endings = SnapshotRecord.Encryption.allCases.map { ($0 as SnapshotRecord.Encryption?, ".\($0.rawValue)") }
    for (encryption, ending) in [(nil, "")] + endings where text.hasSuffix(Self.suffix + ending) {
      let id = String(text.dropLast(Self.suffix.count + ending.count))
      guard !id.isEmpty else { return nil }
      self.init(id: id, encryption: encryption)
      return
    }
    return nil
  }

  /// The names that an archive with an id may have.
  static func all(id: String) -> [ArchiveName] {
    [ArchiveName(id: id)] + SnapshotRecord.Encryption.allCases.map { ArchiveName(id: id, encryption: $0) }
  }

  public var fileName: String { id + Self.suffix + (encryption.map { ".\($0.rawValue)" } ?? "") }
  public var signatureName: String { fileName + Self.signatureSuffix }

  /// The id of a snapshot that is taken now, before it is made unique: the first label of the host's name, and the time.
  /// - Parameter time: seconds since the epoch.
  static func id(host: String, time: Int64) -> String {
    let label = host.prefix { $0 != "." }.map { character -> Character in
      let isPlain = character.isASCII && (character.isLetter || character.isNumber || character == "-")
      return isPlain ? character : "_"
    }
    return "\(label.isEmpty ? "host" : String(label))-\(LocalTime.compactUTC(time))"
  }

  /// When the snapshot was taken, as its id says, in seconds since the epoch; nil for a name that somebody else gave.
  var time: Int64? {
    // A label may have "-" in it, and "-2" may follow the time.
    for part in id.split(separator: "-").dropFirst().reversed() where part.utf8.count == 16 {
      let digits = Array(part.utf8)
      guard digits[8] == UInt8(ascii: "T"), digits[15] == UInt8(ascii: "Z") else { continue }
      let numbers = [0..<4, 4..<6, 6..<8, 9..<11, 11..<13, 13..<15].compactMap { range in
        Int64(String(decoding: digits[range], as: UTF8.self))
      }
      guard numbers.count == 6 else { continue }
      return CivilTime(
        year: numbers[0], month: numbers[1], day: numbers[2], hour: numbers[3], minute: numbers[4],
        second: numbers[5]
      ).secondsAsUTC
    }
    return nil
  }

  /// The part of an id after the host, "20261126T224603Z": what a person remembers of it.
  static func withoutHost(_ id: String) -> Substring {
    let parts = id.split(separator: "-", omittingEmptySubsequences: false)
    guard let start = parts.firstIndex(where: { $0.utf8.count == 16 && $0.hasSuffix("Z") }) else { return id[...] }
    return id[parts[start].startIndex...]
  }
}

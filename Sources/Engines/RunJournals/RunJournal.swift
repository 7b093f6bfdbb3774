// What a run has done so far, line by line, on the disk before the next step relies on it.
//
// A line is a JSON object with the member "event". A line that was cut by a crash is the last one and is passed over.

public import Bytes
public import JSONText
public import SystemAccess

public final class RunJournal {
  private let file: OpenFile
  private let path: String
  private var lines: [UInt8] = []

  public static let name: ByteString = "journal"

  public init(_ directory: Directory) throws(SystemError) {
    path = "\(directory.path)/\(Self.name)"
    // A cut line must not swallow the next one.
    let isCut = try Self.content(directory).last.map { $0 != 0x0A } ?? false
    file = try directory.append(to: Self.name, mode: 0o600)
    if isCut { lines = [0x0A] }
  }

  /// Adds a line; it is written with the next `sync`, or when many have come together.
  public func add(_ event: String, _ members: (inout JSONWriter) -> Void = { _ in }) throws(SystemError) {
    var json = JSONWriter()
    json.object { json in
      json.member("event", event)
      members(&json)
    }
    lines += json.bytes
    if lines.count > 1 << 16 { try flush() }
  }

  /// Waits until all lines are on the disk.
  public func sync() throws(SystemError) {
    try flush()
    try file.sync(named: path)
  }

  private func flush() throws(SystemError) {
    try file.write(lines, named: path)
    lines = []
  }

  public static func read(_ directory: Directory) throws(SystemError) -> [JSONValue] {
    try lines(directory)?.values ?? []
  }

  /// The same with what is wrong with it; nil when there is no journal.
  public static func lines(_ directory: Directory) throws(SystemError) -> JSONLines? {
    guard try directory.status(of: name) != nil else { return nil }
    return JSONLines(try content(directory))
  }

  private static func content(_ directory: Directory) throws(SystemError) -> [UInt8] {
    try directory.open(name)?.content(limit: 1 << 30, named: "\(directory.path)/\(name)") ?? []
  }
}

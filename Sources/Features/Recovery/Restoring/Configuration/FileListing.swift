// What listing.txt of a snapshot says of every file: mode, owner, group, where a link led, whether secrets were taken out.
//
//     -rw-r----- root postfix 4 20261126T224603Z /etc/postfix/transport -> /srv/transport (without its secrets)

import Bytes

struct FileListing {
  struct Entry: Hashable, Sendable {
    /// Permission bits.
    let mode: UInt32
    /// Names, or numbers where the host of the snapshot had no names.
    let owner: String
    let group: String
    /// Where the path led, if there was a link in it.
    let target: String?
    /// Whether something secret was taken out of the content.
    let isMasked: Bool

    /// Of a file that is listed twice, which a name with a line end in it can bring about, nobody gains anything.
    fileprivate func strictest(_ other: Entry) -> Entry {
      Entry(
        mode: mode & other.mode, owner: owner == other.owner ? owner : "root",
        group: group == other.group ? group : "root", target: target ?? other.target,
        isMasked: isMasked || other.isMasked)
    }
  }

  /// By path.
  private(set) var entries: [String: Entry] = [:]

  /// - Parameter paths: of the files in the archive, which tell where in a line a path ends.
  init(_ content: [UInt8], of paths: Set<String>) {
    for line in content.split(separator: 0x0A) {
      let fields = String(decoding: line, as: UTF8.self).split(separator: " ", maxSplits: 5)
      guard fields.count == 6, let mode = Self.mode(fields[0]) else { continue }
      guard let (path, target, isMasked) = Self.path(fields[5], paths) else { continue }
      let entry = Entry(
        mode: mode, owner: String(fields[1]), group: String(fields[2]), target: target, isMasked: isMasked)
      entries[path] = entries[path].map { $0.strictest(entry) } ?? entry
    }
  }

  /// "-rw-r-----".
  private static func mode(_ text: Substring) -> UInt32? {
    guard text.utf8.count == 10 else { return nil }
    return text.utf8.dropFirst().reduce(0) { $0 << 1 | ($1 == UInt8(ascii: "-") ? 0 : 1) }
  }

  private static func path(
    _ text: Substring, _ paths: Set<String>
  ) -> (path: String, target: String?, isMasked: Bool)? {
    if paths.contains(String(text)) { return (String(text), nil, false) }
    let isMasked = text.hasSuffix(mark)
    let text = isMasked ? text.dropLast(mark.count) : text
    if paths.contains(String(text)) { return (String(text), nil, isMasked) }
    for range in text.ranges(of: " -> ") where paths.contains(String(text[..<range.lowerBound])) {
      return (String(text[..<range.lowerBound]), String(text[range.upperBound...]), isMasked)
    }
    return nil
  }

  private static let mark = " (without its secrets)"
}

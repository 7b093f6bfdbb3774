// Puts the secrets of a live main.cf or master.cf back where a snapshot has "…".
//
// Line by line: what has a mask in the snapshot must be what the live file would be with its own secrets masked, in the same
// setting or service. A line that differs in anything else is nothing to take a secret from: then nothing is filled in.

import Bytes
import PostfixConfig

struct SecretFilling {
  /// A line of a file: lines of a folded setting or service belong to the first of them.
  private struct Key: Hashable {
    let context: [UInt8]
    let text: [UInt8]
  }

  /// The lines of the live file as they are, by what they are without secrets.
  private var lines: [Key: [[UInt8]]] = [:]
  private static let mask = Array(InlineSecrets.mask.utf8)

  /// - Parameter live: the live file without its secrets.
  init(from live: MaskedFile) {
    let masked = Self.keys(live.content)
    for (key, line) in zip(masked, live.originalLines) where Self.hasMask(key.text) {
      lines[key, default: []].append(line)
    }
  }

  /// The file with all its secrets; nil if not all of them are known.
  func filled(_ content: [UInt8]) -> [UInt8]? {
    let keys = Self.keys(content)
    let counts = Dictionary(grouping: keys.filter { Self.hasMask($0.text) }) { $0 }.mapValues(\.count)
    var used: [Key: Int] = [:]
    var result: [[UInt8]] = []
    for key in keys {
      guard let count = counts[key] else {
        result.append(key.text)
        continue
      }
      guard let known = lines[key] else { return nil }
      let index = used[key, default: 0]
      used[key] = index + 1
      // Of several that look alike, each is taken in its turn, or they are alike.
      guard known.count == count || Set(known).count == 1 else { return nil }
      let line = known[known.count == count ? index : 0]
      // A live setting that has a mask itself has no secret to give. A comment may well have the sign.
      if Self.hasMask(line), line.first(where: { !$0.isASCIISpace }) != UInt8(ascii: "#") { return nil }
      result.append(line)
    }
    return Array(result.joined(separator: [0x0A]))
  }

  private static func hasMask(_ line: [UInt8]) -> Bool { line.firstOccurrence(of: mask) != nil }

  private static func keys(_ content: [UInt8]) -> [Key] {
    var context: [UInt8] = []
    return content.split(separator: 0x0A, omittingEmptySubsequences: false).map { line in
      let line = Array(line)
      let first = line.first { !$0.isASCIISpace }
      if first == nil || first == UInt8(ascii: "#") { return Key(context: [], text: line) }
      if let begin = line.first, !begin.isASCIISpace { context = line }
      return Key(context: context, text: line)
    }
  }
}

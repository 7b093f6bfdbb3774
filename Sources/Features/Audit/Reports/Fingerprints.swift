// Names for findings that stay the same when lines move, so that a code host knows an old finding again.
//
// A fingerprint is made from the rule, the file and the text of the line without its blanks, hashed; for a default, from
// the parameter, and for a line that may hold a password too: a short one could be guessed from the hash. Findings that
// would have the same one are numbered in the order of the file.

import Bytes

struct Fingerprints {
  /// Under which name and version of the recipe reports carry them.
  static let name = "postkeepFinding/v1"

  private var seen: [String: Int] = [:]

  /// The fingerprint of a finding: 16 hexadecimal digits, a colon, and its number among equals.
  mutating func next(for finding: Finding, at place: FindingPlace) -> String {
    var text = "\(finding.rule.id)\n\(place.path)\n"
    if place.line == nil || place.holdsSecret {
      text += "default \(finding.parameter)"
    } else {
      text += place.lineText.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
    let hash = Self.hash(text)
    let number = (seen[hash] ?? 0) + 1
    seen[hash] = number
    return "\(hash):\(number)"
  }

  static func hash(_ text: String) -> String {
    let digits = String(FNVHash.of(text.utf8), radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}

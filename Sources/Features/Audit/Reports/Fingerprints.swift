// Names for findings that stay the same when lines move, so that a code host knows an old finding again.
//
// A fingerprint is made from the rule, the file and the text of the line without its blanks, hashed; for a default,
// from the parameter. Findings that would have the same one are numbered in the order of the file.

struct Fingerprints {
  /// Under which name and version of the recipe reports carry them.
  static let name = "postkeepFinding/v1"

  private var seen: [String: Int] = [:]

  /// The fingerprint of a finding: 16 hexadecimal digits, a colon, and its number among equals.
  mutating func next(for finding: Finding, at place: FindingPlace) -> String {
    var text = "\(finding.rule.id)\n\(place.path)\n"
    if place.line == nil {
      text += "default \(finding.parameter)"
    } else {
      text += place.lineText.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
    let hash = Self.hash(text)
    let number = (seen[hash] ?? 0) + 1
    seen[hash] = number
    return "\(hash):\(number)"
  }

  /// FNV-1a of 64 bits.
  static func hash(_ text: String) -> String {
    let value = text.utf8.reduce(UInt64(0xCBF2_9CE4_8422_2325)) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3 }
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}

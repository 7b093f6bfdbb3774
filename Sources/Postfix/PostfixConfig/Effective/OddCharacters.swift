// Characters that editors and word processors put into configuration files, and that become part of names and values.

import Bytes

enum OddCharacters {
  private static let sequences: [(bytes: [UInt8], name: String)] = [
    ([0xEF, 0xBB, 0xBF], "a byte order mark"),
    ([0xC2, 0xA0], "a no-break space"),
    ([0xE2, 0x80, 0x98], "a typographic quote"), ([0xE2, 0x80, 0x99], "a typographic quote"),
    ([0xE2, 0x80, 0x9C], "a typographic quote"), ([0xE2, 0x80, 0x9D], "a typographic quote"),
    ([0xE2, 0x80, 0x93], "a typographic dash"), ([0xE2, 0x80, 0x94], "a typographic dash"),
  ]

  /// The first odd character of each setting, and CRLF line ends once for the file. Comments may hold anything.
  static func found(in main: MainFile) -> [Diagnostic] {
    var found: [Diagnostic] = []
    var hasCRLF = false
    for setting in main.settings {
      let text = setting.line.text
      func complain(_ offset: Int, _ length: Int, _ message: String) {
        found.append(
          Diagnostic(
            .controlCharacter, .silent, at: setting.line.span(from: offset, length: length, in: .main),
            subject: setting.name, message: message))
      }
      // Most lines are plain ASCII.
      if let odd = text.firstIndex(where: { $0 >= 0x80 }) {
        for (bytes, name) in sequences where text[odd...].starts(with: bytes) {
          complain(odd - text.startIndex, bytes.count, "\(name) is part of the text")
        }
      }
      if !hasCRLF, text.contains(0x0D) {
        hasCRLF = true
        complain(max(text.count - 1, 0), 1, "the file has carriage returns at its line ends")
      }
    }
    return found
  }
}

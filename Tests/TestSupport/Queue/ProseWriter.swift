// Mail as people write it, for what depends on how well it compresses: words as rare and as common as in English, and
// attachments in base64.

import Bytes
import Glibc

struct ProseWriter {
  private static let vocabularySize = 6000
  private static let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  private let words: [[UInt8]]

  init(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    // As often as in English text.
    let letters = Array(
      "eeeeeeeeeeeetttttttttaaaaaaaaooooooooiiiiiiinnnnnnnsssssshhhhhhrrrrrrddddlllluuucccmmwwffggyyppbvk".utf8)
    words = (0..<Self.vocabularySize).map { rank in
      // Common words are short.
      let longest = 3 + min(9, rank / 20)
      return (0..<(1 + random.below(longest))).map { _ in random.pick(letters) }
    }
  }

  /// Lines of up to 76 bytes.
  func lines(_ count: Int, _ random: inout SeededRandom) -> [ByteString] {
    (0..<count).map { _ in
      let length = random.below(77)
      var line: [UInt8] = []
      while line.count < length {
        // Zipf: the word of rank n is as common as 1/n.
        let part = Double(random.next() >> 11) / Double(1 << 53)
        line += words[min(Self.vocabularySize, Int(pow(Double(Self.vocabularySize), part))) - 1]
        line.append(random.below(12) == 0 ? UInt8(ascii: ",") : UInt8(ascii: " "))
      }
      return ByteString(line.prefix(76))
    }
  }

  /// Lines of 76 digits in base64.
  func attachment(_ count: Int, _ random: inout SeededRandom) -> [ByteString] {
    (0..<count).map { _ in
      var line: [UInt8] = []
      line.reserveCapacity(80)
      while line.count < 76 {
        let bits = random.next()
        for shift in stride(from: UInt64(0), to: 60, by: 6) { line.append(Self.digits[Int(bits >> shift & 63)]) }
      }
      return ByteString(line.prefix(76))
    }
  }
}

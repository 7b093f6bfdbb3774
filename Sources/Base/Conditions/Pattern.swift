// What `matches` runs: the host's regular expressions, and globs.
//
// Conditions know no regular expression library; the vocabulary brings a compiler for the part between the slashes.

public import Bytes

/// A regular expression, ready to run.
public protocol CompiledPattern: Sendable {
  /// Whether the pattern occurs in the text; nil if it gave up, for example at a limit of steps.
  func matches(_ text: ByteString) -> Bool?
}

/// Compiles the part between the slashes; the second argument tells whether case is ignored.
public typealias PatternCompiler =
  @Sendable (_ pattern: ByteString, _ ignoringCase: Bool) -> Result<any CompiledPattern, PatternError>

/// Why a pattern does not compile.
public struct PatternError: Error, Hashable, Sendable {
  public let message: String

  public init(_ message: String) { self.message = message }
}

/// `*` for any bytes, `?` for one byte, everything else for itself. The whole text must match.
enum Glob {
  static func matches(_ pattern: ByteString, _ text: ByteString, caseless: Bool) -> Bool {
    let pattern = pattern.bytes
    let text = text.bytes
    var place = 0
    var next = 0
    var afterStar: Int?
    var retry = 0
    // Only the last star needs to be tried longer: an earlier one that took less leaves more for the later.
    while place < text.count {
      if next < pattern.count, pattern[next] == 0x2A {
        next += 1
        afterStar = next
        retry = place
      } else if next < pattern.count, pattern[next] == 0x3F || same(pattern[next], text[place], caseless) {
        next += 1
        place += 1
      } else if let star = afterStar {
        retry += 1
        place = retry
        next = star
      } else {
        return false
      }
    }
    while next < pattern.count, pattern[next] == 0x2A { next += 1 }
    return next == pattern.count
  }

  private static func same(_ left: UInt8, _ right: UInt8, _ caseless: Bool) -> Bool {
    left == right || (caseless && left.lowercasedASCII == right.lowercasedASCII)
  }
}

extension UInt8 {
  /// An ASCII letter in lower case, any other byte as it is.
  var lowercasedASCII: UInt8 { isASCIIUppercase ? self + 0x20 : self }
}

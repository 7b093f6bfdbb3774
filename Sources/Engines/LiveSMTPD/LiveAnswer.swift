// What a real smtpd said to one session.

public import Bytes

/// A reply of a server: its code and enhanced status code ("5.7.1"; empty when it sent none), and the rest of the line.
public struct ServerReply: Hashable, Sendable {
  public let code: Int
  public let status: ByteString
  public let text: ByteString

  public init(code: Int, status: ByteString, text: ByteString) {
    self.code = code
    self.status = status
    self.text = text
  }

  /// Reads the first line of a reply, without its end; nil for a line that is none.
  init?(line: [UInt8]) {
    guard line.count >= 3, line.prefix(3).allSatisfy(\.isASCIIDigit) else { return nil }
    code = line.prefix(3).reduce(0) { $0 * 10 + Int($1 - 0x30) }
    let rest = line.dropFirst(4)
    let word = rest.prefix { $0 != 0x20 }
    let parts = word.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    if parts.count == 3, parts.allSatisfy({ !$0.isEmpty && $0.allSatisfy(\.isASCIIDigit) }) {
      status = ByteString(word)
      text = ByteString(rest.dropFirst(word.count + 1))
    } else {
      status = .empty
      text = ByteString(rest)
    }
  }
}

public struct LiveAnswer: Hashable, Sendable {
  /// Replies in the order of SMTP; nil for what was not said, because the session ended before or had no such step.
  public var connect: ServerReply?
  public var helo: ServerReply?
  public var mail: ServerReply?
  /// One for each recipient, if the session got that far.
  public var recipients: [ServerReply] = []
  public var data: ServerReply?
  public var end: ServerReply?
  /// What let the session pass in each list, in order: "permit_mynetworks", "OK", "DISCARD".
  public var permittedBy: [ByteString] = []
  /// Why the service did not start or ended in the middle of the session, in its own words.
  public var fatal: ByteString?
  /// Why this session could not be asked for.
  public var obstacle: ByteString?

  public init() {}
}

/// Why no smtpd can be asked at all.
public struct LiveError: Error, Hashable, Sendable, CustomStringConvertible {
  public let description: String
  init(_ description: String) { self.description = description }
}

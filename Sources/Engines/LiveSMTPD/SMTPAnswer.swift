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
}

// The text of defer/ID, bounce/ID and trace/ID: why recipients have not got the message, or that they have.
//
// Source: bounce_append_service.c, bounce_log.c.

public import Bytes

/// What a delivery attempt said about one recipient.
public struct DeliveryNote: Sendable {
  public var status: ByteString
  /// "delayed", "failed", "delivered", "relayed", "expanded" and so on.
  public var action: ByteString
  public var reason: ByteString
  /// The reply of the remote server, if it gave one.
  public var diagnostic: ByteString?
  /// The remote server.
  public var server: ByteString?

  public init(status: ByteString, action: ByteString, reason: ByteString) {
    self.status = status
    self.action = action
    self.reason = reason
  }
}

public struct DeferLogWriter {
  public private(set) var bytes: [UInt8] = []
  /// As backwards_bounce_logfile_compatibility, which is on by default: each record begins with "<address>: reason".
  private let hasCompatibilityLine: Bool

  public init(hasCompatibilityLine: Bool = true) { self.hasCompatibilityLine = hasCompatibilityLine }

  /// - Parameter offset: where the recipient's record begins in the message file.
  public mutating func append(_ recipient: FileRecipient, offset: Int, _ note: DeliveryNote) {
    let address = recipient.address.isEmpty ? "" : AddressText.printed(recipient.address)
    let reason = AddressText.printable(note.reason)
    bytes.append(0x0A)
    if hasCompatibilityLine { append("<", address + ">: " + reason) }
    append("recipient=", address.isEmpty ? "<>" : address)
    if let original = recipient.original, original.lowercased != recipient.address.lowercased {
      append("original_recipient=", AddressText.printed(original))
    }
    append("offset=", ByteString(String(offset)))
    if let original = recipient.dsnOriginal { append("dsn_orig_rcpt=", AddressText.printable(original)) }
    if let flags = recipient.notifyFlags { append("notify_flags=", ByteString(String(flags))) }
    append("status=", note.status)
    append("action=", note.action)
    if let diagnostic = note.diagnostic {
      append("diag_type=", "smtp")
      append("diag_text=", AddressText.printable(diagnostic))
    }
    if let server = note.server {
      append("mta_type=", "dns")
      append("mta_mname=", AddressText.printable(server))
    }
    append("reason=", reason)
    bytes.append(0x0A)
  }

  private mutating func append(_ name: ByteString, _ value: ByteString) {
    bytes += name.bytes
    bytes += value.bytes
    bytes.append(0x0A)
  }
}

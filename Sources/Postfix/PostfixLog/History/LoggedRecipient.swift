// A recipient as the log names it: the external form of an address, and of the one that it was before aliases.
//
// Equal when the local parts are equal byte for byte and the domains in ASCII letters of any case.

public import Bytes
import MailAddresses

public struct LoggedRecipient: Hashable, Sendable {
  /// As the log shows it, the domain in lower case.
  public let address: ByteString
  /// Before aliases changed it; nil when that was the same, in whatever case. Source: log_adhoc.c.
  public let original: ByteString?
  /// False when the log cannot show the address as it is: control bytes, and bytes that are no UTF-8, become "?", and
  /// another address can look the same.
  public let isExact: Bool

  /// As a line of the log has it.
  public init(logged address: ByteString, original: ByteString? = nil) {
    self.init(address, original, isExact: true)
  }

  /// As a queue file has it: in internal form.
  /// - Parameter original: the record in front of the recipient's, of type "O".
  public init(internal address: ByteString, original: ByteString? = nil) {
    let quoted = Self.quoted(address)
    let quotedOriginal = original.map { Self.quoted($0) }
    let printed = Self.printed(quoted)
    let printedOriginal = quotedOriginal.map { Self.printed($0) }
    self.init(printed, printedOriginal, isExact: printed == quoted && printedOriginal == quotedOriginal)
  }

  private init(_ address: ByteString, _ original: ByteString?, isExact: Bool) {
    self.address = Self.folded(address)
    let original = original.map { Self.folded($0) }
    let isSame = original.map { $0.isEmpty || $0.lowercased == address.lowercased } ?? true
    self.original = isSame ? nil : original
    self.isExact = isExact
  }

  public static func == (left: LoggedRecipient, right: LoggedRecipient) -> Bool {
    left.address == right.address && left.original == right.original
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(address)
    hasher.combine(original)
  }

  /// Source: info_log_addr_form.c.
  private static func quoted(_ address: ByteString) -> ByteString {
    address.isEmpty ? address : ByteString(AddressQuoting.quoted(address.bytes))
  }

  /// Source: msg_output.c, printable.c.
  private static func printed(_ text: ByteString) -> ByteString { ByteString(PrintableAddress.text(text.bytes)) }

  private static func folded(_ address: ByteString) -> ByteString {
    guard let at = address.bytes.lastIndex(of: UInt8(ascii: "@")) else { return address }
    return ByteString(address.bytes[..<at] + ByteString(address.bytes[at...]).lowercased.bytes)
  }
}

// A reply that refuses, and what kind of reason it has.

import Bytes

struct Refusal: Hashable, Sendable {
  enum Kind: Sendable {
    case policy, bounce
    /// Errors of tables and of the configuration, which warn_if_reject does not soften.
    case failure
  }

  let kind: Kind
  var code: Int
  /// The enhanced status code.
  var status: ByteString
  let text: ByteString
}

/// Enhanced status codes at the start of a text, and what they must become for the thing that is refused.
enum EnhancedStatus {
  /// The code that begins a text, and the rest; the fallback if there is none. Source: dsn_util.c.
  static func split(_ text: ArraySlice<UInt8>, otherwise fallback: ByteString) -> (status: ByteString, text: ByteString)
  {
    let start = text.drop(while: \.isASCIISpace)
    let word = start.prefix { !$0.isASCIISpace }
    guard isValid(word) else { return (fallback, ByteString(start)) }
    return (ByteString(word), ByteString(start[word.endIndex...].drop(while: \.isASCIISpace)))
  }

  private static func isValid(_ word: ArraySlice<UInt8>) -> Bool {
    let parts = word.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard parts.count == 3, parts[0].count == 1, let first = parts[0].first else { return false }
    guard [UInt8(ascii: "2"), UInt8(ascii: "4"), UInt8(ascii: "5")].contains(first) else { return false }
    return parts[1...].allSatisfy { (1...3).contains($0.count) && $0.allSatisfy(\.isASCIIDigit) }
  }

  /// What the refused thing is called in replies.
  enum Subject: ByteString, Sendable {
    case client = "Client host"
    case reverseClient = "Unverified Client host"
    case certificate = "Client certificate"
    case login = "SASL login name"
    case helo = "Helo command"
    case sender = "Sender address"
    case recipient = "Recipient address"
    case etrn = "Etrn command"
    case data = "Data command"
    case endOfData = "End-of-data"
  }

  /// Codes about addresses are turned to the kind of address that is refused. Source: smtpd_dsn_fix.c.
  static func adapted(_ status: ByteString, to subject: Subject) -> ByteString {
    let bytes = status.bytes
    guard bytes.count > 4, bytes[0].isASCIIDigit, bytes[1...3].elementsEqual(".1.".utf8) else { return status }
    let detail = ByteString(bytes[4...])
    switch subject {
    case .sender:
      switch detail {
      case "1", "3", "4", "6", "7": return "4.1.7"
      case "2", "8": return "4.1.8"
      default: return "4.1.0"
      }
    case .recipient:
      switch detail {
      case "1", "4", "5", "6": return "4.1." + detail
      case "2", "8": return "4.1.2"
      case "3", "7": return "4.1.3"
      default: return "4.1.0"
      }
    default: return "4.0.0"
    }
  }
}

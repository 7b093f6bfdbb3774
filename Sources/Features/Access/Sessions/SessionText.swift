// A session in words: who connects, and what it says.

import AccessPolicy
import Bytes

extension AccessSession {
  /// One line for each thing that smtpd is told.
  var lines: [String] {
    var lines = ["client     \(PrintableText.of("\(clientAddress)")), \(nameWords)"]
    if usesTLS { lines.append("TLS        \(certificateWords)") }
    if let user = saslUsername {
      lines.append("login      \(Self.printable(user)) by \(Self.printable(saslMethod ?? "PLAIN"))")
    } else if let saslMethod {
      lines.append("login      by \(Self.printable(saslMethod))")
    }
    lines.append(helo.map { "HELO       \(Self.printable($0))" } ?? "HELO       not said")
    lines.append("MAIL FROM  <\(Self.printable(sender))>")
    lines.append("RCPT TO    <\(Self.printable(recipient))>")
    return lines
  }

  private static func printable(_ text: ByteString) -> String { PrintableText.of(text.description) }

  private var nameWords: String {
    var words = clientName.map { "named \(Self.printable($0))" } ?? "without a verified name"
    switch reverseName {
    case .verified: break
    case .missing: words += ", no name for the address"
    case .name(let name): words += ", address leads to \(Self.printable(name))"
    }
    return words
  }

  private var certificateWords: String {
    certificateFingerprint.map { "with certificate \(Self.printable($0))" } ?? "without a certificate"
  }
}

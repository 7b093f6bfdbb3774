// PEM files: what in them is public.
//
// OpenSSL ignores text outside the blocks, so a note may stand where a key was. Sources: pem.h, RFC 7468.

import Bytes

enum PEMText {
  static let note = "# A private key was here. Postkeep keeps keys only in snapshots with secrets.\n"

  private static let publicBlocks: Set<String> = [
    "CERTIFICATE", "TRUSTED CERTIFICATE", "X509 CERTIFICATE", "X509 CRL", "PKCS7", "DH PARAMETERS",
    "X9.42 DH PARAMETERS", "EC PARAMETERS", "PUBLIC KEY", "RSA PUBLIC KEY",
  ]

  /// Whether a line begins a private key, or shows one in words as `openssl rsa -text` does. Before the key there may be
  /// a name or a mark of quotation; a pattern that looks for keys has other signs.
  static func holdsKey(_ content: [UInt8]) -> Bool {
    let inWords = ["Private-Key:", "privateExponent:"].map { Array($0.utf8) }
    if inWords.contains(where: { content.firstOccurrence(of: $0) != nil }) { return true }
    let (begin, mark) = (Array("-----BEGIN".utf8), Array("PRIVATE KEY".utf8))
    guard content.firstOccurrence(of: mark) != nil else { return false }
    return content.split(separator: 0x0A).contains { line in
      let line = Array(line)
      guard let start = line.firstOccurrence(of: begin), line.firstOccurrence(of: mark) != nil else { return false }
      return line[..<start.lowerBound].allSatisfy { $0.isASCIIAlphanumeric || " \t\r_-=:\"'>#|,{".utf8.contains($0) }
    }
  }

  /// The public blocks with a note for each key; nil when there are none. All other text goes: it may describe a key.
  static func publicPart(of content: [UInt8]) -> [UInt8]? {
    var result: [UInt8] = []
    var hasBlocks = false
    var block: [UInt8]?
    var label = ""
    for line in content.split(separator: 0x0A, omittingEmptySubsequences: false) {
      let text = String(decoding: line, as: UTF8.self).trimmingSpace
      if let begun = text.between("-----BEGIN ", "-----") {
        label = begun
        block = []
        if !publicBlocks.contains(label), label.contains("PRIVATE") { result += note.utf8 }
      }
      guard block != nil else { continue }
      block?.append(contentsOf: line)
      block?.append(0x0A)
      guard text.between("-----END ", "-----") == label else { continue }
      if publicBlocks.contains(label), let block {
        result += block
        // Parameters alone are no public part of a key.
        hasBlocks = hasBlocks || label != "EC PARAMETERS"
      }
      block = nil
    }
    return hasBlocks ? result : nil
  }
}

extension String {
  fileprivate var trimmingSpace: String {
    let start = utf8.drop { $0.isASCIISpace }
    let end = start.lastIndex { !$0.isASCIISpace }
    return end.map { String(Substring(start[...$0])) } ?? ""
  }

  /// What stands between a text's beginning and end; nil for a text without these.
  fileprivate func between(_ first: String, _ last: String) -> String? {
    guard hasPrefix(first), hasSuffix(last), count >= first.count + last.count else { return nil }
    return String(dropFirst(first.count).dropLast(last.count))
  }
}

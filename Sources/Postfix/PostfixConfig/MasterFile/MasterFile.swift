// master.cf as a document: every byte kept, every service found, every defect named.
//
// Sources: master_ent.c for what master(8) accepts, postconf_master.c for what postconf(1) accepts; they differ.

import Bytes

/// The content of a master.cf file.
public struct MasterFile: Sendable {
  /// The file as it was read; `bytes` written back give the same file.
  public let bytes: [UInt8]
  /// In the order of the file, duplicates included. Entries with an invalid field are kept.
  public let entries: [MasterEntry]
  public let diagnostics: [Diagnostic]

  public init(_ bytes: [UInt8]) {
    let logical = LogicalLines(bytes)
    var entries: [MasterEntry] = []
    var diagnostics: [Diagnostic] = []
    for line in logical.orphans {
      diagnostics.append(
        Diagnostic(
          .leadingWhitespace, .warning, at: line.span(from: 0, length: line.text.count, in: .master), subject: .empty,
          message: "logical line must not start with whitespace: \"\(ByteString(line.text.prefix(30)))"
            + "\(line.text.count > 30 ? "..." : "")\""))
    }
    var seen: Set<ByteString> = []
    for line in logical.lines {
      if line.isCutAtNull {
        diagnostics.append(
          Diagnostic(
            .nullByte, .warning, at: line.span(from: line.text.count, length: 0, in: .master), subject: .empty,
            message: "text after null byte may be ignored"))
      }
      guard let entry = MasterEntry(line) else {
        diagnostics.append(
          Diagnostic(
            .fieldCount, .fatal("master and postconf"), at: line.span(from: 0, length: line.text.count, in: .master),
            subject: .empty, message: "bad field count"))
        continue
      }
      diagnostics += MasterEntryCheck(entry).diagnostics
      if !seen.insert(entry.identity).inserted {
        diagnostics.append(
          Diagnostic(
            .duplicateService, .warning, at: entry.span(of: .service), subject: entry.identity,
            message: "duplicate master.cf entry for service \"\(entry[.service])\" -- using the last entry"))
      }
      entries.append(entry)
    }
    self.bytes = bytes
    self.entries = entries
    self.diagnostics = diagnostics
  }
}

// The checks of one master.cf entry: what postconf refuses, what master(8) refuses, what the daemon dies of.
//
// postconf accepts `-?` as wakeup and a private inet service, master does not; master reads numbers with atoi(3) and so
// accepts `1?` and `5abc`, postconf does not. Sources: master_ent.c, postconf_master.c, both measured.

import Bytes

struct MasterEntryCheck {
  private(set) var diagnostics: [Diagnostic] = []
  private let entry: MasterEntry

  static let types: [ByteString] = ["unix", "fifo", "inet", "pass", "unix-dgram"]

  init(_ entry: MasterEntry) {
    self.entry = entry
    checkFields()
    checkArguments()
  }

  private mutating func checkFields() {
    if !Self.types.contains(entry[.type]) { refuse(.type, by: "master and postconf") }
    for field in [MasterEntry.Field.isPrivate, .unprivileged, .chroot] {
      if !["y", "n", "-"].contains(entry[field]) { refuse(field, by: "master and postconf") }
    }
    if entry[.type] == "inet", entry[.isPrivate] != "n" { refuse(.isPrivate, by: "master") }

    let wakeup = entry[.wakeup].bytes
    let number = wakeup.last == UInt8(ascii: "?") ? wakeup.dropLast() : wakeup[...]
    if number != [UInt8(ascii: "-")], !number.allSatisfy(\.isASCIIDigit) {
      refuse(.wakeup, by: wakeup.first?.isASCIIDigit == true ? "postconf" : "master and postconf")
    } else if number.count < wakeup.count, number.first?.isASCIIDigit != true {
      refuse(.wakeup, by: "master")
    }
    let limit = entry[.processLimit].bytes
    if limit != [UInt8(ascii: "-")], !limit.allSatisfy(\.isASCIIDigit) {
      refuse(.processLimit, by: limit.first?.isASCIIDigit == true ? "postconf" : "master and postconf")
    }
    if entry[.command] == "-" { refuse(.command, by: "master") }
  }

  private mutating func checkArguments() {
    for word in entry.arguments where word.text.bytes.first == UInt8(ascii: "{") {
      switch Words.insideBraces(word.text).problem {
      case .unclosed: complain(.braces, .fatal("master"), word, "missing '}' in \"\(word.text)\"")
      case .textAfterClose: complain(.braces, .fatal("master"), word, "syntax error after '}' in \"\(word.text)\"")
      case nil: break
      }
    }
    let arguments = DaemonArguments(entry)
    for (word, problem) in arguments.malformed {
      complain(
        .optionSyntax, .fatal("\(entry.program)"), word,
        "invalid \"-o \(word.text)\" option value: \(problem.rawValue): \"\(word.text)\"")
    }
    // pipe, spawn and local programs take arguments of their own.
    if let stray = arguments.strays.first, Self.programsWithoutArguments.contains(entry.program) {
      complain(
        .strayArgument, .fatal("\(entry.program)"), stray, "unexpected command-line argument: \(stray.text)")
    }
  }

  /// Daemons that die of a word which is no option.
  static let programsWithoutArguments: Set<ByteString> = [
    "smtpd", "smtp", "lmtp", "cleanup", "qmgr", "oqmgr", "pickup", "bounce", "trivial-rewrite", "verify", "flush",
    "proxymap", "showq", "error", "discard", "local", "virtual", "anvil", "scache", "tlsmgr", "tlsproxy", "postscreen",
    "dnsblog", "qmqpd", "postlogd",
  ]

  private mutating func refuse(_ field: MasterEntry.Field, by program: String) {
    diagnostics.append(
      Diagnostic(
        .invalidField, .fatal(program), at: entry.span(of: field), subject: entry.identity,
        message: "invalid \(field.name) field \"\(entry[field])\" in \"\(ByteString(entry.line.text))\""))
  }

  private mutating func complain(
    _ kind: Diagnostic.Kind, _ verdict: Diagnostic.Verdict, _ word: Word, _ message: String
  ) {
    diagnostics.append(
      Diagnostic(kind, verdict, at: entry.span(of: word), subject: entry.identity, message: message))
  }
}

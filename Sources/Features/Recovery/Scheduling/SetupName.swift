// How the files of a setup are called: a host may have several instances of Postfix, and a setup for each.

import Bytes

struct SetupName: Sendable {
  /// What the names of all its files begin with. cron reads no file with a dot in its name.
  let prefix: String

  /// - Parameter name: nil for the only setup of a host.
  init(_ name: String?) throws(RecoveryFailure) {
    guard let name else {
      prefix = "postkeep"
      return
    }
    let isName = name.utf8.allSatisfy { $0.isASCIIAlphanumeric || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_") }
    guard isName, !name.isEmpty, name.utf8.count <= 64, !name.hasPrefix("-") else {
      throw RecoveryFailure(
        .usage, "'\(PrintableText.of(name))' is no name for files of setup\n  Use letters, digits, '-' and '_'.")
    }
    prefix = "postkeep-\(name)"
  }

  func unit(_ job: ScheduledJob) -> String { "\(prefix)-\(job.name)" }
}

extension GeneratedFile {
  /// Why a file of setup must not be replaced by this one, or removed: it cares for another instance of Postfix. Nil where
  /// it does not.
  func otherQueue(in old: [UInt8]) -> String? {
    let old = String(decoding: old, as: UTF8.self)
    for option in ["--config-dir", "--queue-dir"] {
      let before = Self.values(of: option, in: old)
      guard before != Self.values(of: option, in: body) else { continue }
      let what = before.isEmpty ? "without \(option)" : "with \(option) \(before.sorted().joined(separator: ", "))"
      return "it is for another instance of Postfix, \(what)"
    }
    return nil
  }

  /// As they are written; the usual directory is none.
  private static func values(of option: String, in text: String) -> Set<String> {
    var values: Set<String> = []
    for line in text.split(separator: "\n") where !line.hasPrefix("#") {
      guard let begin = line.firstRange(of: " \(option) ")?.upperBound else { continue }
      let rest = line[begin...]
      values.insert(String(rest[..<(rest.firstRange(of: " --")?.lowerBound ?? rest.endIndex)]))
    }
    return values.subtracting(option == "--config-dir" ? ["/etc/postfix"] : [])
  }
}

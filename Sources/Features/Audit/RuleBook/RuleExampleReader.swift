// Reads the examples of a rule file.

import Bytes
import Conditions
import PostfixConfig
import YAMLDocuments

struct RuleExampleReader {
  let file: String

  func examples(_ node: YAMLNode) throws -> [RuleExample] {
    var keys = try node.mapping()
    var result: [RuleExample] = []
    for expectation in [RuleExample.Expectation.bad, .good, .looksAlike] {
      for entry in try keys.optional(expectation.rawValue)?.list() ?? [] {
        result.append(try example(entry, expectation))
      }
    }
    try keys.refuseUnread { key, known in Spelling.nearest(to: key, in: known) }
    return result
  }

  private func example(_ node: YAMLNode, _ expectation: RuleExample.Expectation) throws -> RuleExample {
    var keys = try node.mapping()
    let version = try keys.optional("version").map { node in
      guard let version = PostfixVersion(try node.text()) else {
        throw YAMLError("a version is two or three numbers, such as 3.7.11", at: node.position)
      }
      return version
    }
    let severity = try keys.optional("severity").map { node in
      guard let severity = Severity(rawValue: try node.text()) else {
        throw YAMLError("a severity is critical, high, medium, low or info", at: node.position)
      }
      return severity
    }
    var files: [String: String] = [:]
    for entry in try keys.optional("files")?.mapping().entries ?? [] { files[entry.key] = try entry.value.text() }
    let addresses = try keys.optional("addresses")?.texts().map { text in
      guard let address = IPNetwork(pattern: ByteString(text)) else {
        throw YAMLError("this is no IP address", at: node.position)
      }
      return address
    }
    let example = RuleExample(
      expectation: expectation, main: try keys.optional("main.cf")?.text() ?? "",
      master: try keys.optional("master.cf")?.text(), files: files,
      olderFiles: try keys.optional("older")?.texts() ?? [], addresses: addresses, version: version,
      reports: try keys.optional("reports")?.text(), severity: severity,
      isAsWritten: try keys.optional("as_written")?.text() == "yes", line: node.position.line)
    try keys.refuseUnread { key, known in Spelling.nearest(to: key, in: known) }
    if expectation == .bad, example.reports == nil {
      throw YAMLError("a bad example says with 'reports' what the reported line contains", at: node.position)
    }
    return example
  }
}

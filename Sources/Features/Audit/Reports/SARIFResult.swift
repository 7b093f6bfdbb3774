// A finding as SARIF describes it: a result, with a place and a fingerprint.

import JSONText

struct SARIFResult {
  private let finding: Finding
  private let place: FindingPlace
  private let ruleIndex: Int?
  private let fingerprint: String

  init(_ finding: Finding, _ place: FindingPlace, _ rules: [Rule], _ fingerprints: inout Fingerprints) {
    self.finding = finding
    self.place = place
    ruleIndex = rules.firstIndex { $0.id == finding.rule.id }
    fingerprint = fingerprints.next(for: finding, at: place)
  }

  func write(to json: inout JSONWriter) {
    json.object { json in
      json.member("ruleId", finding.rule.id)
      if let ruleIndex { json.member("ruleIndex", ruleIndex) }
      json.member("level", finding.severity.sarifLevel)
      json.object("message") { $0.member("text", FindingWords(finding).message) }
      json.array("locations") { json in
        json.object { json in
          json.object("physicalLocation") { json in
            json.object("artifactLocation") { FileAddress(place.path).write(to: &$0) }
            writeRegion(to: &json)
          }
        }
      }
      json.object("partialFingerprints") { $0.member(named: Fingerprints.name, fingerprint) }
      json.object("properties") { json in
        json.member("severity", finding.severity.rawValue)
        json.member("confidence", finding.rule.confidence.rawValue)
        if !finding.parameter.isEmpty { json.member("parameter", finding.parameter) }
        if !finding.services.isEmpty { json.member("services", finding.services) }
        if !finding.consequences.isEmpty { json.member("consequences", finding.consequences.map(\.rule.id)) }
      }
    }
  }

  private func writeRegion(to json: inout JSONWriter) {
    guard let line = place.line, let columns = place.columns(in: .codePoint) else { return }
    json.object("region") { json in
      json.member("startLine", line)
      json.member("startColumn", columns.start)
      json.member("endColumn", columns.end)
    }
  }
}

/// The address of a file as a URI reference.
struct FileAddress {
  private let path: String

  init(_ path: String) { self.path = path }

  var isAbsolute: Bool { path.hasPrefix("/") }

  /// "file:///etc/postfix/main.cf", or "postfix/main.cf" relative to SRCROOT.
  var uri: String { (isAbsolute ? "file://" : "") + Self.escaped(path) }

  func write(to json: inout JSONWriter) {
    json.member("uri", uri)
    if !isAbsolute { json.member("uriBaseId", "SRCROOT") }
  }

  /// Every byte that a path of a URI may not hold as "%" and two digits. ":" as well: in front of the first slash it
  /// would end a scheme.
  private static func escaped(_ path: String) -> String {
    path.utf8.reduce(into: "") { result, byte in
      let isPlain =
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
        || "-._~/!$&'()*+,;=@".utf8.contains(byte)
      if isPlain {
        result.unicodeScalars.append(Unicode.Scalar(byte))
      } else {
        let digits = String(byte, radix: 16, uppercase: true)
        result += digits.count == 1 ? "%0\(digits)" : "%\(digits)"
      }
    }
  }
}

// What the real postmap(1) answers for a pattern and a text; recorded anew with POSTKEEP_RECORD=1.
//
// The table has one rule whose result shows every group: `/(a)(b)?/ yes [$1] [$2]`. The file is
// Fixtures/regular-expressions/postmap.json; add a case with null answers, record, and review the difference.

import Bytes
import Foundation
import JSONText
import RegularExpressions
import Testing

struct PostmapFixture: CustomTestStringConvertible {
  let type: String
  let pattern: String
  let flags: String
  let text: String
  /// The rule's result; nil if the rule does not match, or is skipped with a warning.
  var answer: String?
  /// What postmap logs about the rule, without the name of the map.
  var warning: String?

  var testDescription: String { "\(type):/\(pattern)/\(flags) on \(text.debugDescription)" }

  static let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Fixtures/regular-expressions/postmap.json")

  static let all: [PostmapFixture] = {
    do {
      let read = try JSONReader().read(Array(Data(contentsOf: file))).elements ?? []
      let fixtures = read.map { value in
        PostmapFixture(
          type: value["type"]?.text ?? "", pattern: value["pattern"]?.text ?? "", flags: value["flags"]?.text ?? "",
          text: value["text"]?.text ?? "", answer: value["answer"]?.text, warning: value["warning"]?.text)
      }
      return ProcessInfo.processInfo.environment["POSTKEEP_RECORD"] == nil ? fixtures : try record(fixtures)
    } catch {
      Issue.record(error)
      return []
    }
  }()

  // MARK: Recording

  private static func record(_ fixtures: [PostmapFixture]) throws -> [PostmapFixture] {
    let directory = FileManager.default.temporaryDirectory.appending(path: "postmap-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: directory) }
    try "compatibility_level = 3.6\n".write(to: directory.appending(path: "main.cf"), atomically: true, encoding: .utf8)
    let recorded = try fixtures.map { try $0.recorded(in: directory) }
    var json = JSONWriter(style: .indented)
    json.value(recorded)
    try Data(json.bytes).write(to: file)
    return recorded
  }

  private func recorded(in directory: URL) throws -> PostmapFixture {
    let table = directory.appending(path: "table")
    let groups = (try? groupCount) ?? 0
    let result = "yes" + (0..<groups).map { " [$\($0 + 1)]" }.joined()
    try "/\(pattern)/\(flags) \(result)\n".write(to: table, atomically: true, encoding: .utf8)
    let process = Process()
    let (output, errors) = (Pipe(), Pipe())
    process.executableURL = URL(filePath: "/usr/sbin/postmap")
    process.arguments = ["-c", directory.path, "-q", text, "\(type):\(table.path)"]
    process.standardOutput = output
    process.standardError = errors
    try process.run()
    let answer = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    let warning = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    var recorded = self
    recorded.answer = process.terminationStatus == 0 ? String(answer.dropLast()) : nil
    recorded.warning = warning.firstRange(of: "line 1: ").map {
      String(warning[$0.upperBound...].prefix { $0 != "\n" })
    }
    return recorded
  }
}

extension PostmapFixture: JSONWritable {
  func write(to json: inout JSONWriter) {
    json.object { json in
      json.member("type", type)
      json.member("pattern", pattern)
      json.member("flags", flags)
      json.member("text", text)
      json.member("answer", answer)
      json.member("warning", warning)
    }
  }
}

extension PostmapFixture {
  private var groupCount: Int {
    get throws(PatternError) {
      type == "pcre"
        ? try PCREPattern(ByteString(pattern), flags: ByteString(flags)).groupCount
        : try POSIXPattern(ByteString(pattern), flags: ByteString(flags)).groupCount
    }
  }

  /// Our own answer in the fixture's form.
  func ours() throws(PatternError) -> (answer: String?, failure: String?) {
    let result =
      type == "pcre"
      ? try PCREPattern(ByteString(pattern), flags: ByteString(flags)).match(ByteString(text))
      : try POSIXPattern(ByteString(pattern), flags: ByteString(flags)).match(ByteString(text))
    switch result {
    case .matched(let groups):
      let bytes = Array(text.utf8)
      let shown = groups.dropFirst().map { group in " [" + String(decoding: bytes[group ?? 0..<0], as: UTF8.self) + "]"
      }
      return ("yes" + shown.joined(), nil)
    case .noMatch: return (nil, nil)
    case .failed(let reason): return (nil, reason)
    }
  }
}

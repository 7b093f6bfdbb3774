// Every recorded trap gives what the real postconf printed, for each of its versions.

import Bytes
import PostfixConfig
import TestSupport
import Testing

@Suite("Configuration hazards")
struct HazardTests {
  @Test("A recorded trap prints what postconf printed", arguments: try Hazard.calls())
  func recordedAnswer(_ call: Hazard.Call) throws {
    let answer = OurAnswer(call)
    #expect(answer.status == call.status)
    #expect(answer.output == call.output)
    if call.status == 0 { #expect(answer.warnings == OurAnswer.normalized(call.errors)) }
  }

  @Test("All 63 traps are here")
  func count() throws {
    #expect(try Repository.files(below: "Fixtures/hazards").filter { $0.hasSuffix(".json") }.count == 63)
  }
}

/// What Postkeep says to a recorded call.
struct OurAnswer {
  private(set) var status = 0
  private(set) var output: [String] = []
  /// Sorted, without program and file names.
  private(set) var warnings: [String] = []

  init(_ call: Hazard.Call) {
    let letters = call.arguments.filter { $0.hasPrefix("-") }.joined()
    let names = call.arguments.filter { !$0.hasPrefix("-") }.map { ByteString($0) }
    var options = ListingOptions()
    options.explicitOnly = letters.contains("n")
    options.defaultsOnly = letters.contains("d")
    options.isExpanding = letters.contains("x")
    options.isFolding = letters.contains("f")
    let hazard = call.hazard
    let distribution: PostfixBuild.Distribution = call.version < PostfixVersion(3, 0) ? .upstream : .debian
    let input = PostconfInput(
      directory: ByteString(Hazard.directory),
      main: MainFile(hazard.main, acceptingEmptyNames: call.version < PostfixVersion(3, 0)),
      master: hazard.master.map { MasterFile($0) }, build: PostfixBuild(call.version, distribution),
      host: HostFacts(hostname: "vm", interfaces: [], processID: 1),
      clientFiles: Dictionary(uniqueKeysWithValues: hazard.files.map { (ByteString($0.key), MainFile($0.value)) }))
    let isMaster = letters.contains { "MFP".contains($0) }
    if isMaster, hazard.master == nil {
      status = 1
      return
    }
    do throws(PostconfFailure) {
      let postconf = try Postconf(input, ignoringMain: options.defaultsOnly)
      let patterns = names.compactMap { ServicePattern($0, maximumParts: 3) }
      let bytes: [UInt8]
      if letters.contains("M") {
        bytes = try postconf.masterListing(options, patterns: patterns)
      } else if letters.contains("F") {
        bytes = try postconf.fieldListing(options, patterns: patterns)
      } else if letters.contains("P") {
        bytes = try postconf.parameterListing(options, patterns: patterns)
      } else {
        bytes = try postconf.mainListing(options, names: names)
      }
      var lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
        .dropLast().map { String($0).replacing(Hazard.directory, with: ".") }
      if letters.contains("h") { lines = lines.map { String($0.drop { $0 != "=" }.dropFirst(2)) } }
      output = lines.filter { !$0.hasPrefix("config_directory = ") }
      let complaints = postconf.diagnostics + (isMaster ? [] : postconf.unknownNames(names))
      warnings = Self.normalized(complaints.map { "postconf: warning: \($0.message)" })
    } catch {
      status = 1
    }
  }

  /// Texts as postconf shows them: each once, sorted, unprintable bytes as "?", without names of files and lines.
  static func normalized(_ texts: [String]) -> [String] {
    let shown = texts.map { text -> String in
      var rest = text.replacing("postconf: warning: ", with: "").replacing(Hazard.directory, with: ".")
      for file in ["./main.cf", "./master.cf", "master.cf"] where rest.hasPrefix(file) {
        rest = String(rest.dropFirst(file.count).drop { $0 != ":" }.dropFirst(2))
      }
      return String(decoding: rest.utf8.map { $0 < 0x20 || $0 >= 0x7F ? UInt8(ascii: "?") : $0 }, as: UTF8.self)
    }
    // 3.11 adds a line that names its deprecation page.
    return Set(shown).filter { !$0.hasPrefix("See https://") }.sorted()
  }
}

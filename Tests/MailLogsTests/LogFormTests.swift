// Compressed logs, and what cannot be read as it should be: nothing is taken for the beginning of itself.

import Glibc
import MailLogs
import PostfixLog
import SystemAccess
import TestSupport
import Testing

@Suite("Forms of log files")
struct LogFormTests {
  static let tools = ["gzip", "zstd", "xz", "bzip2"]
  static let endings = ["gzip": "gz", "zstd": "zst", "xz": "xz", "bzip2": "bz2"]

  /// Lines that do not compress to nothing.
  private static func text(_ count: Int) -> String {
    var random = SeededRandom(seed: 7)
    return (0..<count).map { LogFiles.line("2026-11-26T10:00:00+00:00", "\($0) \(random.next())") }.joined()
  }

  /// A compressed file under a name that says nothing.
  private static func compressed(_ count: Int, by tool: String) throws -> LogFiles {
    let files = try LogFiles()
    try files.write(text(count), to: "log")
    try files.compress("log", by: tool)
    rename(files.path("log.\(endings[tool] ?? "")"), files.path("log"))
    return files
  }

  @Test("Compression is told by the content, not by the name", arguments: tools)
  func compressed(tool: String) throws {
    let files = try Self.compressed(5000, by: tool)
    let texts = try files.read(["log"]).texts
    #expect(texts.count == 5000 && texts.last?.hasPrefix("4999 ") == true)
  }

  @Test("A file that was cut off is an error that says so, wherever it was cut", arguments: tools)
  func cut(tool: String) throws {
    let files = try Self.compressed(5000, by: tool)
    let size = try #require(FileReading.status(of: files.path("log"))).size
    for size in [size - 1, size / 2, 8] {
      try files.cut("log", to: size)
      let failure = try #require(files.failure(["log"]), "\(size) bytes")
      guard case .tool = failure.reason else { return #expect(Bool(false), "\(failure)") }
      #expect(failure.description.contains(files.path("log")) && failure.description.contains("\(tool) ended"))
    }
  }

  @Test("A damaged byte is an error", arguments: tools)
  func damaged(tool: String) throws {
    let files = try Self.compressed(5000, by: tool)
    let content = try FileReading.contents(of: files.path("log"))
    var damaged = content
    damaged[content.count / 2] ^= 0x55
    try files.directory.write(damaged, to: "log")
    let failure = try #require(files.failure(["log"]))
    guard case .tool = failure.reason else { return #expect(Bool(false), "\(failure)") }
  }

  @Test("A tool that is not installed is named, with the file")
  func missingTool() throws {
    let files = try Self.compressed(1, by: "zstd")
    var tools = DecompressionTools()
    tools.zstd = files.path("no-such-tool")
    let failure = try #require(files.failure(["log"], tools: tools))
    #expect(failure.reason == .missingTool(tools.zstd))
    #expect(failure.description.contains("\(files.path("log")): \(tools.zstd)"))
    #expect(failure.description.contains("not installed"))
  }

  @Test("What is no file says what to do")
  func places() throws {
    let files = try LogFiles()
    #expect(files.failure([""])?.description.contains("it is a directory\n  Name the files") == true)
    mkfifo(files.path("fifo"), 0o600)
    #expect(files.failure(["fifo"])?.reason == .notAFile("a FIFO"))
    #expect(files.failure(["missing"])?.description.contains("no such file") == true)
  }

  @Test("What is no log is none: other text, JSON, an archive")
  func others() throws {
    let files = try LogFiles()
    try files.write("To whom it may concern\nhello\n", to: "letter")
    try files.write("{\"MESSAGE\":\"4jYR3d3YTQz2NPSf: removed\"}\n", to: "journal.json")
    try files.write("PK\u{3}\u{4}\n\n\n", to: "log.zip")
    #expect(files.failure(["letter"])?.reason == .noLog)
    #expect(files.failure(["log.zip"])?.reason == .noLog)
    #expect(files.failure(["journal.json"])?.description.contains("--output=export") == true)
    try files.write(String(repeating: "x", count: LineBlocks.lineLimit * 2), to: "long")
    #expect(files.failure(["long"])?.description.contains("longer than 1 MB") == true)
  }
}

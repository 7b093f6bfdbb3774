// Tools that data runs through: nothing hangs, nothing is left behind, and a failure says what the tool said.

import Bytes
import Glibc
import SystemAccess
import TestSupport
import Testing

@Suite("Pipelines")
struct PipelineTests {
  static let content = [UInt8]((0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ $0 >> 11) })
  let directory: PrivateDirectory

  init() throws { directory = try PrivateDirectory() }

  private func write(_ content: [UInt8], through script: String, to name: String = "out") throws {
    let file = try Directory(directory.path).create(ByteString(name), mode: 0o600)
    let pipeline = try Pipeline(.writing(to: file.number), "sh", ["-c", script])
    try content.withUnsafeBytes { try pipeline.write($0) }
    try pipeline.finish()
  }

  @Test("What is written arrives in the file when the pipeline is finished, and is read back through another")
  func roundTrip() throws {
    try write(Self.content, through: "cat")
    #expect(try FileReading.contents(of: "\(directory.path)/out") == Self.content)
    let file = try Sample(directory: directory).open("out")
    let read = try Sample.content(of: Pipeline(.reading(from: file.number), "cat", []))
    #expect(read == Self.content)
  }

  @Test("A tool that ends too early does not kill us, and its last line is told")
  func early() {
    let error = #expect(throws: ToolFailure.self) {
      try write(Self.content, through: "echo one >&2; echo 'the last word' >&2; exit 3")
    }
    #expect(error?.end == .exited(3))
    #expect(error?.description == "sh ended with status 3: the last word")
  }

  @Test("A tool that is killed has failed, though it took everything")
  func killed() {
    let error = #expect(throws: ToolFailure.self) { try write([1, 2, 3], through: "cat > /dev/null; kill -9 $$") }
    #expect(error?.end == .killed(9))
  }

  @Test("A tool that is killed while we read has failed, whatever came before")
  func killedReading() throws {
    try directory.write("content", to: "in")
    let file = try Sample(directory: directory).open("in")
    #expect(throws: ToolFailure.self) {
      try Sample.content(of: Pipeline(.reading(from: file.number), "sh", ["-c", "cat; kill -9 $$"]))
    }
  }

  @Test("A tool may complain as much as it likes")
  func talkative() throws {
    try write(Self.content, through: "head -c 5000000 /dev/zero | tr '\\0' x >&2; cat")
    #expect(try FileReading.contents(of: "\(directory.path)/out") == Self.content)
  }

  @Test("What is dropped unfinished is killed and waited for, at once")
  func dropped() throws {
    do {
      let file = try Directory(directory.path).create("out", mode: 0o600)
      let pipeline = try Pipeline(
        .writing(to: file.number), "sh", ["-c", "echo $$ > '\(directory.path)/pid'; exec sleep 1000"])
      while (try? FileReading.contents(of: "\(directory.path)/pid"))?.isEmpty ?? true { Pause.milliseconds(5) }
      _ = consume pipeline
    }
    let pid = String(decoding: try FileReading.contents(of: "\(directory.path)/pid"), as: UTF8.self)
    let number = try #require(pid_t(pid.filter(\.isNumber)))
    #expect(kill(number, 0) == -1 && errno == ESRCH)
  }

  @Test("A tool gets the signals that it expects: one whose reader goes away ends by SIGPIPE")
  func signals() throws {
    let null = open("/dev/null", O_RDONLY | O_CLOEXEC)
    defer { close(null) }
    let pipeline = try Pipeline(.reading(from: null), "yes", [])
    var buffer = [UInt8](repeating: 0, count: 10)
    #expect(try buffer.withUnsafeMutableBytes { try pipeline.read(into: $0) } == 10)
    #expect(pipeline.failure()?.end == .killed(SIGPIPE))
  }

  @Test("A tool that is not there is told before anything is written")
  func missing() throws {
    let error = #expect(throws: SystemError.self) { try Pipeline(.writing(to: 1), "no-such-tool-of-postkeep", []) }
    #expect(error?.isMissing == true)
  }

  @Test("No descriptor and no child is left over")
  func leftovers() throws {
    func open() -> Int { (try? FileReading.names(inDirectory: "/proc/self/fd"))?.count ?? 0 }
    // Other tests open and close files meanwhile; a leak of three for each of 200 would stand out.
    let before = open()
    for _ in 0..<200 { _ = try? Pipeline(.writing(to: 1), "no-such-tool-of-postkeep", []) }
    for _ in 0..<20 { try write([1], through: "cat", to: "out\(Int.random(in: 0..<Int.max))") }
    #expect(open() - before < 100)
  }
}

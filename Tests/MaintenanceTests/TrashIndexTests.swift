// The index of a run's trash: a list of runs reads its last line only, and no crash makes it lose a line.

import Bytes
import JSONText
import RunJournals
import SystemAccess
import TestSupport
import Testing

@testable import Maintenance

@Suite("Index of the trash")
struct TrashIndexTests {
  private let directory: PrivateDirectory
  private let state: StateDirectory
  private let run: Run
  private var path: String { "\(directory.path)/state/runs/\(run.id)/index" }

  init() throws {
    directory = try PrivateDirectory()
    state = try StateDirectory("\(directory.path)/state")
    run = try Run.begin(
      in: state, at: RunPlace(state: state.path, configuration: "/etc/postfix two"),
      queueDirectory: "/var/spool/postfix", identity: nil, selection: "is_bounce", plan: [], now: 1_795_000_000)
  }

  private func line(_ id: String, size: Int, part: Int = 1) throws -> [UInt8] {
    let text =
      #"{"id":"\#(id)","queue":"deferred","hash":"A","inode":7,"mode":448,"owner":1,"group":1,"size":\#(size),"#
      + #""modified":1,"arrival":1,"sender":"","sha256":"00","logs":[],"part":\#(part)}"#
    var json = JSONWriter()
    try #require(TrashedMessage(try JSONReader().read(Array(text.utf8)))).write(to: &json)
    return json.bytes
  }

  private func listed() throws -> JSONValue { try JSONReader().read(Trash(state).json) }

  @Test("A summary at the end tells what the lines before it come to, without their being read")
  func summary() throws {
    try run.addToIndex(line("A1B2C3", size: 1000) + line("A1B2C4", size: 200))
    // A message that changed is archived again, in its later state.
    try run.addToIndex(line("A1B2C3", size: 1001, part: 2))
    let counted = try listed()
    #expect(counted["messages"]?.integer == 2 && counted["bytes"]?.integer == 1201)
    #expect(counted["finished"]?.bool == false)
    #expect(try Trash(state).text.contains("2 messages, 1.1 kB  is_bounce  interrupted"))

    try run.addToIndex(TrashSummary(sizes: RunRecords(run).index.map(\.status.size)).line)
    #expect(try RunRecords(run).index.count == 2)
    var bytes = try FileReading.contents(of: path)
    for offset in 0..<300 where bytes[offset] != 0x0A { bytes[offset] = UInt8(ascii: "?") }
    try FileWriting.write(bytes, to: path)
    let noted = try listed()
    #expect(noted["messages"]?.integer == 2 && noted["bytes"]?.integer == 1201 && noted["finished"]?.bool == true)
  }

  @Test("A summary that is not the last line says nothing: the run was gone on with")
  func goneOnWith() throws {
    try run.addToIndex(line("A1B2C3", size: 1000))
    try run.addToIndex(TrashSummary(sizes: RunRecords(run).index.map(\.status.size)).line)
    try run.addToIndex(line("A1B2C4", size: 200, part: 2))
    #expect(run.notedSummary == nil)
    #expect(try listed()["messages"]?.integer == 2)
  }

  @Test("A line that was cut by a crash is lost, and does not take the next one with it")
  func cut() throws {
    try run.addToIndex(line("A1B2C3", size: 1000) + line("A1B2C4", size: 200).prefix(50))
    try run.addToIndex(line("A1B2C5", size: 30, part: 2))
    #expect(try RunRecords(run).index.map(\.name) == ["A1B2C3", "A1B2C5"])
    try run.addToIndex(Array(TrashSummary(sizes: RunRecords(run).index.map(\.status.size)).line.prefix(20)))
    #expect(run.notedSummary == nil)
    #expect(try listed()["messages"]?.integer == 2)
  }

  @Test("What is to be done about a run is told with the options that it was begun with")
  func options() throws {
    let command = "postkeep queue purge --resume \(run.id) -c '/etc/postfix two' --state \(state.path)"
    let text = try Trash(state).text
    #expect(text.contains("finish it with '\(command)'"), "\(text)")
  }

  @Test("A run without an index has nothing in its trash")
  func none() throws {
    #expect(try listed()["messages"]?.integer == 0)
    try run.addToIndex(TrashSummary(sizes: RunRecords(run).index.map(\.status.size)).line)
    #expect(run.isFinished && run.notedSummary?.messages == 0)
  }
}

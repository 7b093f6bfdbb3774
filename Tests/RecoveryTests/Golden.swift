// Texts that are compared with a file below Fixtures: re-record with POSTKEEP_RECORD=1 and review the diff.

import SystemAccess
import TestSupport
import Testing

enum Golden {
  static func expect(_ text: String?, _ name: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
    let path = "\(Repository.root)/Fixtures/recovery/\(name)"
    if Host.environment("POSTKEEP_RECORD") != nil, let text { try FileWriting.write(Array(text.utf8), to: path) }
    let golden = (try? FileReading.contents(of: path)).map { String(decoding: $0, as: UTF8.self) }
    #expect(text == golden, "\(name)", sourceLocation: sourceLocation)
  }
}

// Errors in a file of policies or selections point at their place in it.

import Bytes
import Maintenance
import MessageSelections
import SystemAccess
import TestSupport
import Testing

@Suite("Places in files of conditions")
struct PolicyFileTests {
  private let directory: PrivateDirectory
  private var path: String { "\(directory.path)/file.yaml" }

  init() throws { directory = try PrivateDirectory() }

  @Test("In a block of several lines the column counts from the line of the file", arguments: ["|", "|-", "|4"])
  func policy(_ header: String) throws {
    try directory.write(
      "version: 1\npolicies:\n- name: a\n  where: \(header)\n      yes and\n      nosuch\n  action: hold\n",
      to: "file.yaml")
    let error = #expect(throws: MaintenanceFailure.self) { try QueuePolicy.read(path) }
    #expect(error?.description.hasPrefix("\(path):6:7: ") == true, "\(String(describing: error))")
  }

  @Test(
    "In text that YAML folds, and in quotes, the line is right, and the column where the text stands as it is meant",
    arguments: [
      (">\n      yes and\n      nosuch\n", "6:7"), (">-\n      yes\n      and\n\n      yes and nosuch\n", "8:15"),
      ("yes and\n    yes and nosuch\n", "5:13"), ("'yes and nosuch'\n", "4:19"),
      ("\"yes and\n    nosuch\"\n", "4:10"),
    ])
  func folded(_ value: String, _ place: String) throws {
    try directory.write(
      "version: 1\npolicies:\n- name: a\n  where: \(value)  action: hold\n", to: "file.yaml")
    let error = #expect(throws: MaintenanceFailure.self) { try QueuePolicy.read(path) }
    #expect(error?.description.hasPrefix("\(path):\(place): ") == true, "\(String(describing: error))")
  }

  @Test("So it does in a file of selections")
  func selection() throws {
    try directory.write("old: |\n    yes and\n    nosuch\n", to: "file.yaml")
    let error = #expect(throws: MaintenanceFailure.self) {
      try Selection.named(condition: nil, name: "old", ids: nil, in: path)
    }
    #expect(error?.description.hasPrefix("\(path):3:5: ") == true, "\(String(describing: error))")
  }
}

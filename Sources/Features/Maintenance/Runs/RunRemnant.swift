// A directory in the place of a run that is none, or none any more.

import Bytes
import JSONText
import RunJournals
import SystemAccess

struct RunRemnant {
  let id: String
  let hasArchives: Bool
  /// For a person; nil for a purge that was stopped before it was a run, and has removed nothing.
  let what: String?

  /// - Parameter directory: one that cannot be read as a run.
  init(_ id: String, _ directory: Directory) {
    self.id = id
    guard let names = (try? FileReading.names(inDirectory: directory.path)).map({ Set($0) }) else {
      hasArchives = false
      what = "cannot be read"
      return
    }
    hasArchives = names.contains { $0.hasPrefix("trash-") }
    let schema = Self.schema(in: directory)
    if let schema, schema.hasPrefix("postkeep.run/"), schema != Run.schema {
      what = "of a newer postkeep"
    } else if hasArchives || names.contains("journal") {
      what = "damaged: its run.json cannot be read"
    } else {
      // The plan is made first, then run.json.
      what = RunShelf.isRun(id) && names.isSubset(of: ["plan", "run.json"]) ? nil : "no run"
    }
  }

  private static func schema(in directory: Directory) -> String? {
    guard let content = try? directory.open(Run.infoName)?.content(limit: 1 << 20, named: directory.path) else {
      return nil
    }
    return (try? JSONReader().read(content))?["schema"]?.text
  }
}

// state.json beside the drills: by it monitoring sees when a restore was last rehearsed, and how that ended.

import JSONText
import SystemAccess

extension DrillReport {
  /// Replaces it as a whole; the last success of an earlier drill stays.
  /// - Parameter now: seconds since the epoch.
  func remember(in directory: String, now: Int64) {
    let path = "\(directory)/state.json"
    let old = (try? FileReading.contents(of: path, limit: 1 << 16)).flatMap { try? JSONReader().read($0) }
    let lastSuccess = verdict == .passed ? now : old?["last_success"]?.integer
    var json = JSONWriter(style: .indented)
    json.object { json in
      json.member("schema", "postkeep.restore.drill.state/1")
      json.member("last_run", now)
      json.member("verdict", verdict.rawValue)
      json.member("last_success", lastSuccess)
      json.member("snapshot", snapshot)
      json.member("messages", placed)
      json.member("recovery_ms", recovery)
    }
    // The drill has told without it.
    try? FileWriting.write(json.bytes, to: path)
  }
}

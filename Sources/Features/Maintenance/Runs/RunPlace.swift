// Where a run is remembered and which queue it is about, as options for the commands that are told to a person.

import Bytes
import SystemAccess

public struct RunPlace: Sendable {
  private let options: [(name: String, value: String)]

  /// - Parameters:
  ///   - state: where runs are remembered.
  ///   - configuration: nil for this host's.
  ///   - queue: nil for that of the configuration.
  public init(state: String, configuration: String? = nil, queue: String? = nil) {
    var options: [(String, String)] = []
    if let configuration { options.append(("-c", FilePath.absolute(configuration))) }
    if let queue { options.append(("--queue-dir", FilePath.absolute(queue))) }
    if state != StateDirectory.usual { options.append(("--state", FilePath.absolute(state))) }
    self.options = options
  }

  /// - Parameter words: of the command, "queue undo".
  func command(_ words: String, _ run: String) -> String {
    (["postkeep \(words)", ShellWord.quoted(run)] + options.map { "\($0.name) \(ShellWord.quoted($0.value))" })
      .joined(separator: " ")
  }
}

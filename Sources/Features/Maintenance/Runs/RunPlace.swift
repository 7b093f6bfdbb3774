// Where a run is remembered and which queue it is about, as options for the commands that are told to a person.

import Bytes
import SystemAccess

public struct RunPlace: Sendable {
  /// Where runs are remembered.
  let state: String
  private let options: [(name: String, value: String)]

  /// This host's.
  public static var usual: RunPlace { RunPlace(state: StateDirectory.usual) }

  /// - Parameters:
  ///   - state: where runs are remembered.
  ///   - configuration: nil for this host's.
  ///   - queue: nil for that of the configuration.
  public init(state: String, configuration: String? = nil, queue: String? = nil) {
    var options: [(String, String)] = []
    if let configuration { options.append(("-c", FilePath.absolute(configuration))) }
    if let queue { options.append(("--queue-dir", FilePath.absolute(queue))) }
    if state != StateDirectory.usual { options.append(("--state", FilePath.absolute(state))) }
    self.state = state
    self.options = options
  }

  /// The same for commands that remember which queue it was.
  var stateAlone: RunPlace { RunPlace(state: state) }

  /// - Parameter words: of the command, "queue undo".
  func command(_ words: String, _ run: String? = nil) -> String {
    (["postkeep \(words)"] + (run.map { [ShellWord.quoted($0)] } ?? [])
      + options.map { "\($0.name) \(ShellWord.quoted($0.value))" })
      .joined(separator: " ")
  }
}

// Where a run is remembered and which queue it is about, as options for the commands that are told to a person.

import Bytes
import SystemAccess

public struct RunPlace: Sendable {
  /// Where runs are remembered.
  public let state: String
  /// Absolute; nil for this host's.
  public let configuration: String?
  /// Absolute; nil for that of the configuration.
  public let queue: String?

  /// This host's.
  public static var usual: RunPlace { RunPlace(state: RunShelf.usualState) }

  /// - Parameters:
  ///   - state: where runs are remembered.
  ///   - configuration: nil for this host's.
  ///   - queue: nil for that of the configuration.
  public init(state: String, configuration: String? = nil, queue: String? = nil) {
    self.state = state == RunShelf.usualState ? state : FilePath.absolute(state)
    self.configuration = configuration.map { FilePath.absolute($0) }
    self.queue = queue.map { FilePath.absolute($0) }
  }

  /// The same for commands that remember which queue it was.
  public var stateAlone: RunPlace { RunPlace(state: state) }

  /// As a shell takes them; none for this host's.
  private var options: [String] {
    [("-c", configuration), ("--queue-dir", queue), ("--state", state == RunShelf.usualState ? nil : state)]
      .compactMap { name, value in value.map { "\(name) \(ShellWord.quoted($0))" } }
  }

  /// - Parameter words: of the command, "queue undo".
  public func command(_ words: String, _ run: String? = nil) -> String {
    (["postkeep \(words)"] + (run.map { [ShellWord.quoted($0)] } ?? []) + options).joined(separator: " ")
  }
}

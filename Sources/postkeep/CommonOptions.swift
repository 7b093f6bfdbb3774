// Options that several commands share: colours, and how much is said.

import ArgumentParser
import Audit
import Bytes
import SystemAccess

struct CommonOptions: ParsableArguments {
  @Option(help: "Colours. NO_COLOR in the environment turns auto off.")
  var color: ColorChoice = .auto
  @Flag(name: .shortAndLong, help: "Say less: no summary.") var quiet = false
  @Flag(name: .shortAndLong, help: "Say more.") var verbose = false

  func validate() throws {
    if quiet, verbose { throw ValidationError("-q and -v exclude each other.") }
  }

  /// Colours for standard output.
  var terminal: TerminalStyle { TerminalStyle(isColored: color.isOn(writingToFile: false)) }

  /// - Parameter isFile: whether the output goes to a file and not to standard output.
  func style(writingToFile isFile: Bool = false) -> ReportStyle {
    ReportStyle(
      toolVersion: Version.text, isColored: color.isOn(writingToFile: isFile), isQuiet: quiet, isVerbose: verbose)
  }
}

enum ColorChoice: String, ExpressibleByArgument, CaseIterable {
  case auto, always, never

  func isOn(writingToFile isFile: Bool) -> Bool {
    switch self {
    case .always: true
    case .never: false
    case .auto:
      !isFile && StandardStream.output.isTerminal && (Host.environment("NO_COLOR") ?? "").isEmpty
        && Host.environment("TERM") != "dumb"
    }
  }
}

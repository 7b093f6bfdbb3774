// Options that several commands share: colours, and how much is said. A command takes only those that it heeds.

import ArgumentParser
import Audit
import Bytes
import SystemAccess

struct ColorOptions: ParsableArguments {
  @Option(help: "Colours. NO_COLOR in the environment turns auto off.")
  var color: ColorChoice = .auto

  /// Colours for standard output.
  var terminal: TerminalStyle { TerminalStyle(isColored: color.isOn(writingToFile: false)) }
}

struct CommonOptions: ParsableArguments {
  @OptionGroup var colors: ColorOptions
  @Flag(name: .shortAndLong, help: "Say less in text: no summary.") var quiet = false
  @Flag(name: .shortAndLong, help: "Say more.") var verbose = false

  func validate() throws {
    if quiet, verbose { throw ValidationError("-q and -v exclude each other.") }
  }

  var terminal: TerminalStyle { colors.terminal }

  /// - Parameter isFile: whether the output goes to a file and not to standard output.
  func style(writingToFile isFile: Bool = false) -> ReportStyle {
    ReportStyle(
      toolVersion: Version.text, isColored: colors.color.isOn(writingToFile: isFile), isQuiet: quiet, isVerbose: verbose
    )
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

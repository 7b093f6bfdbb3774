// How option values become types.

public import ArgumentParser
public import Audit
import Bytes
public import Maintenance
public import PostfixConfig
public import Recovery

extension PostfixVersion: ExpressibleByArgument {
  public init?(argument: String) { self.init(argument) }
}

extension ReportFormat: ExpressibleByArgument {}
extension FailThreshold: ExpressibleByArgument {}
extension Profile: ExpressibleByArgument {}
extension ShapeDimension: ExpressibleByArgument {}
extension UndoDoubt: ExpressibleByArgument {}

extension SetupTarget: ExpressibleByArgument {}

extension RetentionCount: ExpressibleByArgument {
  public init?(argument: String) { self.init(argument) }
}

extension RetentionSpan: ExpressibleByArgument {
  public init?(argument: String) { self.init(argument) }
}

/// Rules as one word of the command line names them: "QUE002,mynetworks-any".
struct RuleWords: ExpressibleByArgument {
  let words: [String]

  init?(argument: String) {
    words = argument.split(separator: ",").map { String($0) }
    if words.isEmpty { return nil }
  }
}

/// Tags of a snapshot, "before-upgrade,weekly".
struct TagWords: ExpressibleByArgument {
  let words: [String]

  init?(argument: String) {
    words = argument.split(separator: ",", omittingEmptySubsequences: false).map { String($0) }
    // A list of snapshots has a line for each.
    guard words.allSatisfy({ !$0.isEmpty && PrintableText.of($0) == $0 }) else { return nil }
  }
}

/// "30d", "12h": a number and a unit.
struct TimeSpan: ExpressibleByArgument {
  let seconds: Int64

  init?(argument: String) {
    guard argument.last?.isLetter == true,
      let seconds = TimeValue.seconds(ByteString(argument), defaultUnit: UInt8(ascii: "s"))
    else { return nil }
    self.seconds = Int64(seconds)
  }
}
extension RestoreOptions.Place: ExpressibleByArgument {}
extension RestoreOptions.Unknown: ExpressibleByArgument {}
extension RestoreOptions.Expired: ExpressibleByArgument {}
extension RestoreDecision.HoldReason: ExpressibleByArgument {}

// postkeep snapshot verify: read a snapshot from its first byte to its last.

import ArgumentParser
import Recovery
import SystemAccess

struct SnapshotVerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Check that a snapshot is whole.",
    usage: "postkeep snapshot verify [<options>] [<snapshot>]",
    discussion: """
      Reads every byte of the archive and of all on which it builds, and compares sums, records and index. The store \
      remembers the result, and 'prune' keeps the last snapshot that was good.

      EXAMPLES
        postkeep snapshot verify last
        postkeep snapshot verify last --sample 10    compare every tenth file only

      \(ExitStatus.table([.done, .findings, .incomplete, .usage, .unreadable, .permission]))
      Status 1 means that the snapshot is damaged, not what was signed or not the one after which its archive is named, or that a \
      newer one than 'last' cannot be restored: standard error names it, and what is good is told all the same. Status 2 means that \
      it is whole, and a signature could not be checked, or that 'last' is by best effort with problems and may lack messages.
      """)

  @Argument(help: "The snapshot. Default: last.", completion: .file(), transform: PathWord.read)
  var snapshot = "last"
  @OptionGroup var store: StoreOptions
  @OptionGroup var key: IdentityOptions
  @Option(help: ArgumentHelp("How many of its files are compared.", valueName: "percent")) var sample = 100
  @Option(help: "text or json.") var format: ListingFormat = .text
  @Flag(name: .shortAndLong, help: "Print no text unless something is wrong.") var quiet = false

  func validate() throws {
    guard (1...100).contains(sample) else { throw ValidationError("--sample is between 1 and 100.") }
  }

  func run() throws {
    let named: NamedSnapshot
    let result: SnapshotVerification
    let remark: String?
    do throws(RecoveryFailure) {
      named = try store.find(snapshot, key)
      (result, remark) = try named.verify(share: Double(sample) / 100, now: LocalTime.milliseconds) {
        Progress.bytes($0)
      }
    } catch {
      // Whoever reads JSON is not left without an answer by an archive that cannot be read to its end.
      if format == .json, error.kind == .damaged {
        FileWriting.write(SnapshotVerification.json(of: snapshot, damaged: error), to: .output)
      }
      throw Failure(error)
    }
    StoreOptions.report(remark.map { [$0] } ?? [])
    let shortcoming = named.shortcoming(result.summary)
    StoreOptions.report(shortcoming)
    switch format {
    case .json: FileWriting.write(result.json, to: .output)
    case .text: if !quiet || !result.isFlawless { Output.write(result.text) }
    }
    if !result.problems.isEmpty || !result.brokenNewer.isEmpty { throw ExitStatus.findings.code }
    if result.hasUnclearSignature || snapshot == "last" && !shortcoming.isEmpty { throw ExitStatus.incomplete.code }
  }
}

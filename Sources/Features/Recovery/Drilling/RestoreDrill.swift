// The way in for those who rehearse a restore: a private Postfix, a procedure carried out in it, and proof that the mail
// came back, was delivered once, and that nothing of the Postfix of this host was touched.

import Bytes
import ConfigurationDirectory
import PostfixConfig
import QueueStore
import SystemAccess

public struct RestoreDrill {
  private let request: DrillRequest

  public init(_ request: DrillRequest) { self.request = request }

  /// Carries it out, and takes away whatever it has made.
  ///
  /// - Parameter now: seconds since the epoch.
  /// - Throws: when there was nothing to rehearse with: no snapshot, no permission, another drill.
  public func carryOut(
    now: Int64, progress: @escaping (RestoreProgress) -> Void
  ) throws(RecoveryFailure) -> DrillReport {
    let target = try RestoreTarget(configuration: request.configuration, queue: request.queue)
    try requireSnapshot(target)
    var report = DrillReport(id: LocalTime.compactUTC(now), started: now)
    let settings = target.settings
    if let owner = UserNames.user(settings.owner), UserNames.group(settings.submissionGroup) != nil {
      report.note(.owners, .passed, "\(settings.owner) and \(settings.submissionGroup) are there")
      try rehearse(target, owner, &report, now, progress)
    } else {
      report.note(.owners, .failed, TargetCheck.missingOwner(settings))
    }
    report.complete()
    report.remember(in: request.work, now: LocalTime.now)
    return report
  }

  private func rehearse(
    _ target: RestoreTarget, _ owner: UserNames.User, _ report: inout DrillReport, _ now: Int64,
    _ progress: @escaping (RestoreProgress) -> Void
  ) throws(RecoveryFailure) {
    let place = try DrillPlace.make(in: request.work, owner: owner, now: now)
    report.id = place.id
    var failure: RecoveryFailure?
    do throws(RecoveryFailure) {
      try place.furnish(
        DrillConfiguration(directory: place.path, original: try original()), owner: owner)
      var rehearsal = DrillRehearsal(request, target, place, report, now: now, progress: progress)
      defer { report = rehearsal.report }
      try rehearsal.carryOut()
    } catch { failure = error }
    do throws(RecoveryFailure) {
      try place.tearDown(keeping: request.keepsDirectory)
      if request.keepsDirectory { report.directory = place.path }
      report.note(.teardown, .passed, "no process of it is left")
    } catch {
      report.note(.teardown, .failed, error.description)
    }
    if let failure { throw failure }
  }

  /// Without a snapshot there is nothing to rehearse; one that is damaged fails the drill.
  private func requireSnapshot(_ target: RestoreTarget) throws(RecoveryFailure) {
    guard case .snapshot(let word) = request.source else { return }
    do throws(RecoveryFailure) {
      _ = try target.snapshot(word, in: request.store, identity: request.identity)
    } catch {
      guard error.kind == .damaged else { throw error }
    }
  }

  private func original() throws(RecoveryFailure) -> Configuration {
    do throws(DirectoryError) { return try PlacedConfiguration(request.configuration).configuration } catch {
      throw RecoveryFailure(error.cause.isPermission ? .permission : .unreadable, error.description)
    }
  }
}

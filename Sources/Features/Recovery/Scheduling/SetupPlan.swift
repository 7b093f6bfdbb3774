// What setup would write or remove, compared with what is there; and the doing of it.

import SystemAccess

public enum SetupTarget: String, CaseIterable, Sendable {
  case systemd, cron

  /// Where it looks for its files.
  public var directory: String { self == .systemd ? SystemdUnits.directory : CronFile.directory }

  fileprivate func names(_ instance: SetupName) -> [String] {
    self == .systemd ? SystemdUnits.names(instance) : [instance.prefix]
  }

  fileprivate func files(_ schedule: Schedule, _ name: SetupName) throws(RecoveryFailure) -> [GeneratedFile] {
    self == .systemd ? SystemdUnits(schedule, name).files : [try CronFile(schedule, name).file()]
  }
}

public struct SetupPlan: Sendable {
  public enum Action: String, Sendable {
    case create, replace, keep, remove
    /// Somebody has edited it, or it is somebody else's.
    case refuse
  }

  public struct Step: Sendable {
    public let path: String
    public let action: Action
    /// What the file is to hold; empty when it goes.
    public let content: [UInt8]
    /// Why it is refused.
    public let reason: String?
  }

  public let target: SetupTarget
  public let steps: [Step]
  /// Nil for the place where the target looks.
  private let directory: String?
  /// To be tried before anything is written; nil for files that are meant for another host.
  private let protection: ScheduledProtection?

  /// - Parameters:
  ///   - schedule: nil to remove everything.
  ///   - instance: of Postfix, whose files are removed; that of the schedule where there is one.
  ///   - name: of this setup among several, in the names of its files; nil for the only one.
  ///   - directory: nil for the place where the target looks.
  ///   - force: whether files that were edited are replaced or removed, too.
  public init(
    _ target: SetupTarget, _ schedule: Schedule?, of instance: SetupInstance = SetupInstance(),
    named name: String? = nil, in directory: String? = nil, force: Bool = false
  ) throws(RecoveryFailure) {
    self.target = target
    self.directory = directory
    let setup = try SetupName(name)
    protection = directory == nil ? schedule?.protection : nil
    let wanted = try schedule.map { (schedule) throws(RecoveryFailure) in try target.files(schedule, setup) } ?? []
    let all = try target.files(.everything(of: schedule?.instance ?? instance), setup)
    var steps: [Step] = []
    for name in target.names(setup) {
      let path = "\(directory ?? target.directory)/\(name)"
      let old = try Self.content(of: path)
      if let file = wanted.first(where: { $0.name == name }) {
        steps.append(Self.step(for: file, at: path, old, force))
      } else if let old {
        let state = GeneratedFile.state(of: old)
        // A file that only has the name of one of ours stays where nobody asked for it.
        if state == .foreign, schedule != nil { continue }
        let own = all.first { $0.name == name }
        let other = own?.otherQueue(in: old).map { "\($0); to remove it, name that instance" }
        let reason = force ? nil : Self.reason(state) ?? other
        steps.append(Step(path: path, action: reason == nil ? .remove : .refuse, content: [], reason: reason))
      }
    }
    self.steps = steps
  }

  private static func step(for file: GeneratedFile, at path: String, _ old: [UInt8]?, _ force: Bool) -> Step {
    let found = file.found(old)
    let other = old.flatMap { file.otherQueue(in: $0) }
      .map { "\($0); give the files of this one another name with --name" }
    let reason = force ? nil : reason(found) ?? other
    let action: Action
    switch found {
    case .nothing: action = .create
    case .same: action = .keep
    case .older, .edited, .foreign: action = reason == nil ? .replace : .refuse
    }
    return Step(path: path, action: action, content: file.content(replacing: old), reason: reason)
  }

  private static func reason(_ found: GeneratedFile.Found) -> String? {
    switch found {
    case .edited: "it was edited by hand"
    case .foreign: "it was not written by setup"
    case .nothing, .same, .older: nil
    }
  }

  private static func content(of path: String) throws(RecoveryFailure) -> [UInt8]? {
    do throws(SystemError) {
      return try FileReading.contents(of: path, limit: 1 << 20)
    } catch {
      if error.isMissing { return nil }
      throw RecoveryFailure(error.isPermission ? .permission : .unreadable, "\(error)")
    }
  }

  public var refused: [Step] { steps.filter { $0.action == .refuse } }

  /// Writes and removes everything, or nothing while anything is refused.
  public func carryOut() throws(RecoveryFailure) {
    guard refused.isEmpty else { return }
    try protection?.tryKeys()
    for step in steps {
      do throws(SystemError) {
        switch step.action {
        case .create, .replace:
          // Where the target looks, a directory that is missing means that nobody does.
          if let directory { _ = try Directory.made(directory, mode: 0o755) }
          try FileWriting.write(step.content, to: step.path)
        case .remove: try FileWriting.remove(step.path)
        case .keep, .refuse: continue
        }
      } catch {
        throw RecoveryFailure(
          error.isPermission ? .permission : .unreadable,
          "\(error)\n  Run it as root, or name another directory with --output. What was done before is done.")
      }
    }
  }
}

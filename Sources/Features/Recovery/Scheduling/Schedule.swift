// What is to be done by itself on a host: which jobs, with which commands, on which directories.

import Bytes
import ConfigurationDirectory
import PostfixConfig
import SystemAccess

public struct Schedule: Sendable {
  /// Absolute paths.
  public let program: String
  public let store: String
  public let queue: String
  /// Whether the queue is to be named, because the configuration names another one.
  let isQueueNamed: Bool
  /// Nil for the host's own configuration.
  public let configuration: String?
  /// A file of policies; nil for none.
  public let policies: String?
  public let retention: RetentionPolicy
  /// Whether a restore is rehearsed every week.
  public let drills: Bool
  let protection: ScheduledProtection

  /// - Parameters:
  ///   - isQueueNamed: whether the queue is to be named, because the configuration names another one.
  ///   - retention: empty for the usual one: two days of hours, two weeks of days, two months of weeks and a year of
  ///     months.
  public init(
    program: String, store: String, queue: String, isQueueNamed: Bool = false, configuration: String? = nil,
    policies: String? = nil, retention: RetentionPolicy = RetentionPolicy(), drills: Bool = false,
    protection: ScheduledProtection = ScheduledProtection()
  ) throws(RecoveryFailure) {
    let paths = [program, store, queue, configuration, policies].compactMap { $0 } + protection.files
    for path in paths where !path.hasPrefix("/") {
      throw RecoveryFailure(.usage, "\(path) is not an absolute path")
    }
    // systemd opens none for writing that leads back.
    for path in paths where path.split(separator: "/").contains("..") {
      throw RecoveryFailure(.usage, "\(path) has '..' in it\n  Name the directory by its path from / on.")
    }
    // Neither a unit nor a line for cron can hold one.
    for word in paths + protection.words
    where word.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F }) {
      throw RecoveryFailure(.usage, "a path or a key with a line end or another control character cannot be scheduled")
    }
    if drills, protection.isEncrypted {
      throw RecoveryFailure(
        .usage,
        "a drill that runs by itself cannot read encrypted snapshots\n  Leave --drill out, and rehearse where the "
          + "secret key is: postkeep restore drill, with --identity FILE for age.")
    }
    self.program = program
    self.store = store
    self.queue = queue
    self.isQueueNamed = isQueueNamed
    self.configuration = configuration
    self.policies = policies
    self.retention = retention.isEmpty ? Self.usualRetention : retention
    self.drills = drills
    self.protection = protection
  }

  static let usualRetention: RetentionPolicy = {
    var policy = RetentionPolicy()
    policy.counts = [.hourly: .number(48), .daily: .number(14), .weekly: .number(8), .monthly: .number(12)]
    return policy
  }()

  var jobs: [ScheduledJob] {
    ScheduledJob.allCases.filter { job in
      switch job {
      case .snapshot, .prune: true
      case .full, .verify: !protection.isEncrypted
      case .purge: policies != nil
      case .drill: drills
      }
    }
  }

  /// What a job does, in a line.
  func summary(of job: ScheduledJob) -> String {
    job == .snapshot && protection.isEncrypted ? ScheduledJob.full.summary : job.summary
  }

  /// The words of a job's command.
  func command(of job: ScheduledJob) -> [String] {
    let place = (configuration.map { ["--config-dir", $0] } ?? []) + (isQueueNamed ? ["--queue-dir", queue] : [])
    let create = [program, "snapshot", "create", "--to", store]
    switch job {
    case .snapshot:
      return create + (protection.isEncrypted ? [] : ["--since", "last"]) + protection.words + place
    case .full: return create + protection.words + place
    case .prune: return [program, "snapshot", "prune", "--to", store] + retention.words + ["--apply"]
    case .verify: return [program, "snapshot", "verify", "--to", store, "last"]
    case .purge: return [program, "queue", "purge", "--policy", policies ?? "", "--apply"] + place
    case .drill: return [program, "restore", "drill", "--store", store] + place
    }
  }
}

extension RetentionPolicy {
  /// As options of `snapshot prune`.
  var words: [String] {
    var words: [String] = []
    for period in RetentionPeriod.allCases {
      switch counts[period] {
      case .number(let count)?: words += ["--keep-\(period.rawValue)", "\(count)"]
      case .unlimited?: words += ["--keep-\(period.rawValue)", "unlimited"]
      case nil: continue
      }
    }
    if let within { words += ["--keep-within", within.description] }
    return words + tags.flatMap { ["--keep-tag", $0.joined(separator: ",")] }
  }
}

extension Schedule {
  /// A schedule for this host, from what a person wrote.
  ///
  /// - Parameters:
  ///   - program: nil for the one that runs now.
  ///   - queue: nil for that of the configuration.
  ///   - recipients: for whom snapshots are encrypted.
  ///   - signer: the key of gpg that signs them; nil for none.
  public static func here(
    program: String?, store: String, queue: String?, configuration: String?, policies: String?,
    retention: RetentionPolicy, drills: Bool, recipients: [String], signer: String?
  ) throws(RecoveryFailure) -> Schedule {
    let protection = try ScheduledProtection(
      recipients: recipients.map { Encryption.isPath($0) ? FilePath.absolute($0) : $0 }, signer: signer)
    // One that cannot be read would be noticed at night.
    for path in protection.files {
      do throws(SystemError) { _ = try FileReading.contents(of: path) } catch {
        throw RecoveryFailure(
          error.isPermission ? .permission : .unreadable,
          "\(error)\n  --encrypt-to names a key, or a file with keys, one a line.")
      }
    }
    let instance = SetupInstance.here(configuration: configuration, queue: queue)
    let place: String
    if let queue = instance.queue {
      place = queue
    } else {
      place = try queueDirectory(of: instance.configuration ?? HostPostfix.configurationDirectory)
    }
    return try Schedule(
      program: FilePath.absolute(program ?? FileReading.resolved("/proc/self/exe") ?? "postkeep"),
      store: FilePath.absolute(store),
      queue: FilePath.absolute(place), isQueueNamed: queue != nil, configuration: instance.configuration,
      policies: policies.map(FilePath.absolute), retention: retention, drills: drills, protection: protection)
  }

  private static func queueDirectory(of configuration: String) throws(RecoveryFailure) -> String {
    do throws(DirectoryError) {
      let placed = try PlacedConfiguration(configuration)
      if let queue = placed.configuration.value("queue_directory")?.text?.description, !queue.isEmpty { return queue }
    } catch {
      throw RecoveryFailure(error.cause.isPermission ? .permission : .unreadable, error.description)
    }
    throw RecoveryFailure(.unreadable, "queue_directory has no value\n  Name the queue with --queue-dir.")
  }
}

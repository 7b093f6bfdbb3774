// Facts about the audited Postfix release.

import Bytes
import Conditions
import ConfigurationDirectory
import PostfixConfig

enum ReleaseAttribute: String, SubjectAttribute {
  /// The audited version.
  case version
  /// Whose build it is: upstream or debian.
  case distribution
  /// Whether the version was given or read from the host, and not just assumed.
  case versionIsKnown = "release.is_known"
  /// Whether upstream has ended the support of its release line.
  case isUnsupported = "release.is_unsupported"
  /// The last day of upstream support; empty while it lasts.
  case supportEnds = "release.support_ends"
  /// The newest patch level of the release line.
  case newestPatch = "release.newest_patch"
  /// The newest compatibility level that the version knows.
  case newestLevel = "release.newest_level"
  /// Whether a distribution ships this version and still supports it.
  case isShipped = "release.is_shipped"
  /// Which distributions ship it, with the end of their support.
  case shippedBy = "release.shipped_by"

  static let firstSlot = 2000
  static let all = allCases

  var type: ValueType {
    switch self {
    case .version, .newestPatch, .newestLevel: .version
    case .distribution: .word(Self.distributions)
    case .versionIsKnown, .isUnsupported, .isShipped: .boolean
    case .supportEnds, .shippedBy: .text
    }
  }

  private static let distributions = WordType(
    "distribution", PostfixBuild.Distribution.allCases.map { ByteString($0.rawValue) })

  func value(_ context: AuditContext) -> Value {
    let version = context.configuration.build.version
    let releases = ReleaseFacts.known
    let branch = releases.branches.first { $0.version == version.branch }
    let shipments = releases.shipments.filter { shipment in
      shipment.version == version && shipment.supportEnds.map { $0 >= context.today } ?? false
    }
    switch self {
    case .version: return .version(VersionNumber(version))
    case .distribution:
      return Self.distributions.value(ByteString(context.configuration.build.distribution.rawValue)) ?? .absent
    case .versionIsKnown: return .boolean(context.versionSource != .newest)
    case .isUnsupported: return .boolean(branch?.supportEnds.map { $0 <= context.today } ?? false)
    case .supportEnds: return .text(ByteString(branch?.supportEnds?.description ?? ""))
    case .newestPatch: return (releases.newest(of: version)).map { .version(VersionNumber($0)) } ?? .absent
    case .newestLevel:
      if version >= PostfixVersion(3, 11) { return .version(VersionNumber(3, 11)) }
      return .version(version >= PostfixVersion(3, 6) ? VersionNumber(3, 6) : VersionNumber(2))
    case .isShipped: return .boolean(!shipments.isEmpty)
    case .shippedBy:
      let names = shipments.map { shipment in
        "\(shipment.distribution) \(shipment.release)" + (shipment.supportEnds.map { " (until \($0))" } ?? "")
      }
      return .text(ByteString(names.joined(separator: ", ")))
    }
  }
}

extension VersionNumber {
  init(_ version: PostfixVersion) {
    self.init(UInt32(clamping: version.major), UInt32(clamping: version.minor), UInt32(clamping: version.patch))
  }
}

// swift-tools-version: 6.2
// Postkeep's floors, one target per module. A target may depend on lower floors only; ImportTests keeps it so.

import PackageDescription

let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InternalImportsByDefault"),
]

// What reads whole queues is optimised in debug builds too: tests take snapshots of queues by the hundred.
let fast = strict + [.unsafeFlags(["-O"], .when(configuration: .debug))]

let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")

let package = Package(
  name: "postkeep",
  products: [.executable(name: "postkeep", targets: ["postkeep"])],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2")
  ],
  targets: [
    // Floor 5: the command line.
    .executableTarget(
      name: "postkeep",
      dependencies: [
        "Audit", "Inspection", "Access", "Maintenance", "Recovery", "MessageSelections", "AccessPolicy", "QueueStore",
        "RunJournals", "ConfigurationDirectory", "PostfixQueue", "PostfixConfig", "Conditions", "JSONText",
        "SystemAccess",
        "Bytes", argumentParser,
      ],
      swiftSettings: strict),

    // Floor 4: features.
    .target(
      name: "Audit",
      dependencies: [
        "AccessPolicy", "ConfigurationDirectory", "PostfixConfig", "Conditions", "RegularExpressions", "YAMLDocuments",
        "JSONText", "SystemAccess", "Bytes",
      ],
      path: "Sources/Features/Audit", swiftSettings: strict, plugins: ["EmbedPlugin"]),

    .target(
      name: "Inspection",
      dependencies: ["ConfigurationDirectory", "PostfixConfig", "JSONText", "Bytes"],
      path: "Sources/Features/Inspection", swiftSettings: strict),

    .target(
      name: "Access",
      dependencies: [
        "AccessPolicy", "LiveSMTPD", "ConfigurationDirectory", "PostfixConfig", "JSONText", "SystemAccess",
        "Conditions", "Bytes",
      ],
      path: "Sources/Features/Access", swiftSettings: strict),

    .target(
      name: "Maintenance",
      dependencies: [
        "QueueStore", "MessageSelections", "SnapshotArchive", "RunJournals", "MailLogs", "ConfigurationDirectory",
        "PostfixLog",
        "PostfixQueue", "PostfixConfig", "Conditions",
        "YAMLDocuments", "MailAddresses", "JSONText", "SystemAccess", "Bytes",
      ],
      path: "Sources/Features/Maintenance", swiftSettings: strict),

    .target(
      name: "Recovery",
      dependencies: [
        "MessageSelections", "QueueStore", "SnapshotArchive", "SnapshotCatalogue", "RunJournals", "MailLogs",
        "ConfigurationDirectory", "PostfixLog", "PostfixQueue", "PostfixConfig", "Conditions", "YAMLDocuments",
        "MailAddresses", "JSONText", "SystemAccess", "Bytes",
      ],
      path: "Sources/Features/Recovery", exclude: ["Procedures/Shipped"], swiftSettings: strict,
      plugins: ["EmbedPlugin"]),

    // Floor 3: engines.
    .target(
      name: "ConfigurationDirectory", dependencies: ["PostfixConfig", "SystemAccess", "Bytes"],
      path: "Sources/Engines/ConfigurationDirectory", swiftSettings: strict),

    .target(
      name: "AccessPolicy", dependencies: ["PostfixConfig", "MailAddresses", "RegularExpressions", "Bytes"],
      path: "Sources/Engines/AccessPolicy", swiftSettings: strict),

    .target(
      name: "QueueStore", dependencies: ["PostfixQueue", "PostfixConfig", "SystemAccess", "Bytes"],
      path: "Sources/Engines/QueueStore", swiftSettings: fast),

    .target(
      name: "MessageSelections",
      dependencies: ["PostfixQueue", "PostfixConfig", "Conditions", "RegularExpressions", "MailAddresses", "Bytes"],
      path: "Sources/Engines/MessageSelections", swiftSettings: strict),

    .target(
      name: "MailLogs", dependencies: ["PostfixLog", "SystemAccess", "Bytes"], path: "Sources/Engines/MailLogs",
      swiftSettings: strict),

    .target(
      name: "LiveSMTPD", dependencies: ["SystemAccess", "Bytes"], path: "Sources/Engines/LiveSMTPD",
      swiftSettings: strict),

    .target(
      name: "SnapshotArchive",
      dependencies: ["PostfixQueue", "JSONText", "SystemAccess", "CArchive", "CZstd", "CCrypto", "Bytes"],
      path: "Sources/Engines/SnapshotArchive", swiftSettings: fast),

    .target(
      name: "RunJournals", dependencies: ["JSONText", "SystemAccess", "Bytes"], path: "Sources/Engines/RunJournals",
      swiftSettings: strict),

    .target(
      name: "SnapshotCatalogue", dependencies: ["JSONText", "SystemAccess", "CSQLite", "Bytes"],
      path: "Sources/Engines/SnapshotCatalogue", swiftSettings: strict),

    // Floor 2: Postfix's own formats.
    .target(
      name: "PostfixConfig", dependencies: ["RegularExpressions", "Bytes"], path: "Sources/Postfix/PostfixConfig",
      exclude: ["Facts"],
      swiftSettings: strict, plugins: ["EmbedPlugin"]),

    .target(
      name: "PostfixQueue", dependencies: ["Bytes"], path: "Sources/Postfix/PostfixQueue", swiftSettings: fast),

    .target(
      name: "PostfixLog", dependencies: ["MailAddresses", "Bytes"], path: "Sources/Postfix/PostfixLog",
      swiftSettings: fast),

    // Floor 1: the base.
    .target(name: "MailAddresses", dependencies: ["Bytes"], path: "Sources/Base/MailAddresses", swiftSettings: strict),
    .target(name: "Conditions", dependencies: ["Bytes"], path: "Sources/Base/Conditions", swiftSettings: strict),
    .target(
      name: "RegularExpressions", dependencies: ["CPCRE2", "Bytes"], path: "Sources/Base/RegularExpressions",
      swiftSettings: strict),
    .target(
      name: "YAMLDocuments", dependencies: ["CYAML"], path: "Sources/Base/YAMLDocuments", swiftSettings: strict),
    .target(name: "JSONText", dependencies: ["Bytes"], path: "Sources/Base/JSONText", swiftSettings: fast),
    .target(
      name: "SystemAccess", dependencies: ["CSystemShims", "Bytes"], path: "Sources/Base/SystemAccess",
      swiftSettings: fast),
    .target(name: "Bytes", path: "Sources/Base/Bytes", swiftSettings: fast),

    // Floor 0: system libraries.
    .systemLibrary(
      name: "CYAML", path: "Sources/C/CYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
    .systemLibrary(
      name: "CPCRE2", path: "Sources/C/CPCRE2", pkgConfig: "libpcre2-8", providers: [.apt(["libpcre2-dev"])]),

    // Not by pkg-config, which would link all that any format of libarchive needs into the release program.
    .systemLibrary(name: "CArchive", path: "Sources/C/CArchive", providers: [.apt(["libarchive-dev"])]),
    .systemLibrary(name: "CZstd", path: "Sources/C/CZstd", providers: [.apt(["libzstd-dev"])]),
    .systemLibrary(name: "CCrypto", path: "Sources/C/CCrypto", providers: [.apt(["libssl-dev"])]),
    .systemLibrary(name: "CSQLite", path: "Sources/C/CSQLite", providers: [.apt(["libsqlite3-dev"])]),

    .target(name: "CSystemShims", path: "Sources/C/CSystemShims"),

    // The build's own: embeds facts and rules into the program.
    .executableTarget(name: "embed", path: "Sources/Build/embed", swiftSettings: strict),
    .executableTarget(
      name: "manual", dependencies: ["JSONText", "SystemAccess"], path: "Sources/Build/manual", swiftSettings: strict),
    .executableTarget(
      name: "bench", dependencies: ["MailLogs", "PostfixLog", "TestSupport", "SystemAccess", "Bytes"],
      path: "Sources/Build/bench", swiftSettings: strict),
    .executableTarget(name: "queueloop", path: "Sources/Build/queueloop"),
    .plugin(
      name: "EmbedPlugin", capability: .buildTool(), dependencies: ["embed"], path: "Sources/Build/EmbedPlugin"),

    // What several test targets share: seeded random numbers, private directories, a real Postfix.
    .target(
      name: "TestSupport", dependencies: ["JSONText", "SystemAccess", "Bytes"], path: "Tests/TestSupport",
      swiftSettings: strict),

    .testTarget(name: "YAMLDocumentsTests", dependencies: ["YAMLDocuments", "TestSupport"], swiftSettings: strict),
    .testTarget(name: "JSONTextTests", dependencies: ["JSONText", "TestSupport", "Bytes"], swiftSettings: strict),
    .testTarget(
      name: "RegularExpressionsTests", dependencies: ["RegularExpressions", "JSONText", "TestSupport", "Bytes"],
      swiftSettings: strict),
    .testTarget(name: "ConditionsTests", dependencies: ["Conditions", "TestSupport", "Bytes"], swiftSettings: strict),
    .testTarget(name: "ManualTests", dependencies: ["manual"], swiftSettings: strict),
    .testTarget(
      name: "ArchitectureTests", dependencies: ["SystemAccess", "TestSupport"], swiftSettings: strict),
    .testTarget(
      name: "PostfixConfigTests", dependencies: ["PostfixConfig", "JSONText", "SystemAccess", "TestSupport", "Bytes"],
      swiftSettings: strict),
    .testTarget(
      name: "AuditTests",
      dependencies: [
        "Audit", "Conditions", "ConfigurationDirectory", "PostfixConfig", "JSONText", "SystemAccess", "TestSupport",
        "Bytes",
      ], swiftSettings: strict),
    .testTarget(
      name: "CommandTests", dependencies: ["SystemAccess", "JSONText", "TestSupport", "Bytes"], swiftSettings: strict),
    .testTarget(
      name: "InspectionTests", dependencies: ["Inspection", "PostfixConfig", "Bytes"], swiftSettings: strict),
    .testTarget(
      name: "AccessTests",
      dependencies: [
        "Access", "AccessPolicy", "ConfigurationDirectory", "PostfixConfig", "JSONText", "SystemAccess", "TestSupport",
        "Bytes",
      ], swiftSettings: strict),
    .testTarget(
      name: "AccessPolicyTests",
      dependencies: ["AccessPolicy", "PostfixConfig", "JSONText", "SystemAccess", "TestSupport", "Bytes"],
      swiftSettings: strict),
    .testTarget(
      name: "SnapshotArchiveTests", dependencies: ["SnapshotArchive", "SystemAccess", "TestSupport", "Bytes"],
      swiftSettings: strict),
    .testTarget(
      name: "PostfixQueueTests", dependencies: ["PostfixQueue", "SystemAccess", "TestSupport", "Bytes"],
      swiftSettings: strict),
    .testTarget(
      name: "PostfixLogTests", dependencies: ["PostfixLog", "SystemAccess", "TestSupport", "Bytes"],
      swiftSettings: strict),
    .testTarget(
      name: "MailLogsTests", dependencies: ["MailLogs", "PostfixLog", "SystemAccess", "TestSupport", "Bytes"],
      swiftSettings: strict),
    .testTarget(
      name: "MaintenanceTests",
      dependencies: [
        "MessageSelections",
        "Maintenance", "QueueStore", "PostfixQueue", "PostfixConfig", "Conditions", "JSONText", "SystemAccess",
        "TestSupport", "Bytes",
      ], swiftSettings: strict),
    .testTarget(
      name: "RecoveryTests",
      dependencies: [
        "MessageSelections",
        "Recovery", "SnapshotArchive", "SnapshotCatalogue", "QueueStore", "ConfigurationDirectory", "PostfixQueue",
        "PostfixConfig", "JSONText", "SystemAccess", "TestSupport", "Bytes",
      ], swiftSettings: strict),
    .testTarget(
      name: "LivePostfixTests",
      dependencies: [
        "MessageSelections",
        "PostfixLog", "PostfixQueue", "Recovery", "SnapshotArchive", "SnapshotCatalogue", "Maintenance", "QueueStore",
        "Conditions", "Audit", "Access", "AccessPolicy", "LiveSMTPD",
        "ConfigurationDirectory", "PostfixConfig", "JSONText",
        "MailAddresses", "SystemAccess", "TestSupport", "Bytes",
      ], swiftSettings: strict),
  ],
  swiftLanguageModes: [.v6]
)

// How a file is compressed, by its first bytes: names lie, and logrotate can be told to use any.

import Bytes

/// The programs that decompress, as they are found in PATH, or by their paths.
public struct DecompressionTools: Hashable, Sendable {
  public var gzip = "gzip"
  public var zstd = "zstd"
  public var xz = "xz"
  public var bzip2 = "bzip2"

  public init() {}
}

enum LogCompression: CaseIterable {
  case gzip, zstd, xz, bzip2

  /// How many of a file's first bytes tell.
  static let markLimit = 6

  /// Nil for a file that is not compressed in a way that is known.
  init?(_ beginning: ArraySlice<UInt8>) {
    guard let compression = Self.allCases.first(where: { $0.marks.contains { beginning.starts(with: $0) } }) else {
      return nil
    }
    self = compression
  }

  /// Source: RFC 1952, RFC 8878 with its skippable frames, the format of .xz, bzip2.
  private var marks: [[UInt8]] {
    switch self {
    case .gzip: [[0x1F, 0x8B]]
    case .zstd: [[0x28, 0xB5, 0x2F, 0xFD]] + (0x50...0x5F).map { [$0, 0x2A, 0x4D, 0x18] }
    case .xz: [[0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00]]
    case .bzip2: [Array("BZh".utf8)]
    }
  }

  func tool(of tools: DecompressionTools) -> String {
    switch self {
    case .gzip: tools.gzip
    case .zstd: tools.zstd
    case .xz: tools.xz
    case .bzip2: tools.bzip2
    }
  }

  /// All of them read standard input, write standard output, and check what they read.
  static let arguments = ["-dc"]
}

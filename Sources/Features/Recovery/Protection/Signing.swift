// Detached signatures by gpg: who took a snapshot.

import Bytes
import SystemAccess

public struct Signing: Hashable, Sendable {
  /// The key, as gpg's --local-user takes it; nil for gpg's default.
  public let key: String?
  /// gpg's directory; nil for the user's own.
  public let gpgHome: String?

  public init(key: String? = nil, gpgHome: String? = nil) throws(RecoveryFailure) {
    if let key, key.isEmpty || key.hasPrefix("-") { throw RecoveryFailure(.usage, "'\(key)' is no key") }
    self.key = key
    self.gpgHome = gpgHome
  }

  /// What the name of a signature ends with, after the name of the archive.
  public static let suffix = ".sig"
  /// Signatures take a few hundred bytes.
  static let limit = 1 << 20

  /// The signature of an open file, from its current position on.
  ///
  /// - Parameter work: what cannot be done when it fails.
  public func signature(
    of descriptor: Int32, while work: String = "sign the snapshot"
  ) throws(RecoveryFailure) -> [UInt8] {
    let arguments =
      GnuPG.options(home: gpgHome) + ["--detach-sign"] + (key.map { ["--local-user", $0] } ?? []) + ["--output", "-"]
    return try Self.output(of: arguments, reading: descriptor, while: work, accepting: [])
  }

  /// Who signed an open file, from its current position on. One verdict for each signature.
  ///
  /// - Parameter path: the signature's file.
  public static func verify(
    _ descriptor: Int32, signature path: String, gpgHome: String? = nil
  ) throws(RecoveryFailure) -> [SignatureVerdict] {
    let signature = path.hasPrefix("-") ? "./\(path)" : path
    let arguments = GnuPG.options(home: gpgHome) + ["--status-fd", "1", "--verify", "--", signature, "-"]
    // 1 is a bad signature, 2 one that cannot be checked: the status lines tell which.
    let lines = try output(of: arguments, reading: descriptor, while: "check the signature", accepting: [1, 2])
    return SignatureVerdict.all(in: lines)
  }

  private static func output(
    of arguments: [String], reading descriptor: Int32, while work: String, accepting statuses: Set<Int32>
  ) throws(RecoveryFailure) -> [UInt8] {
    let pipeline = try ProtectionTool.gpg.start(.reading(from: descriptor), arguments)
    do throws(ToolFailure) {
      var output: [UInt8] = []
      var isEnd = false
      while !isEnd, output.count <= limit {
        var failure: ToolFailure?
        output += [UInt8](unsafeUninitializedCapacity: 1 << 14) { buffer, count in
          do throws(ToolFailure) { count = try pipeline.read(into: UnsafeMutableRawBufferPointer(buffer)) } catch {
            failure = error
          }
          isEnd = count == 0
        }
        if let failure { throw failure }
      }
      if let failure = pipeline.failure() {
        guard case .exited(let status) = failure.end, statuses.contains(status), !output.isEmpty else { throw failure }
      }
      return output
    } catch {
      throw RecoveryFailure(error, while: work)
    }
  }
}

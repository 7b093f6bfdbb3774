// An archive file of a snapshot, encrypted or not.

public import Bytes
import SnapshotArchive
public import SystemAccess

public struct SnapshotFile: Sendable {
  public let directory: Directory
  public let name: ByteString
  /// A file with the secret key, for archives that age encrypted; gpg asks its agent.
  public let identity: String?
  /// Of a store, where whatever was in the queue has to be readable; any other archive may be a bomb, and has what it promises.
  public let isOwn: Bool

  public init(_ directory: Directory, _ name: ByteString, identity: String? = nil, isOwn: Bool = false) {
    self.directory = directory
    self.name = name
    self.identity = identity
    self.isOwn = isOwn
  }

  /// Whatever `create` writes has to be readable where it lies, and not only in a store: the manifest says how much it is.
  private func limits() -> ArchiveLimits {
    if isOwn { return .none }
    // What is wrong with it is told by whoever reads on.
    guard let manifest = try? manifest() else { return .foreign }
    return .foreign.raised(by: manifest.bytes, messages: manifest.messages)
  }

  public var path: String { "\(directory.path)/\(name)" }

  func manifest() throws -> SnapshotManifest { try digestedManifest().0 }

  /// With the SHA-256 of its bytes.
  func digestedManifest() throws -> (SnapshotManifest, digest: String) {
    do { return try read(isWhole: false, isOwn ? .none : .foreign) { try SnapshotIndex.manifest(of: &$0) } } catch {
      throw (error as? SnapshotFlaw)?.told(of: path) ?? error
    }
  }

  /// Reads the archive, decrypted.
  /// - Parameter isWhole: `work` reads up to the end, which only then is proven to be genuine.
  func read<Result>(isWhole: Bool = false, _ work: (inout ArchiveReader) throws -> Result) throws -> Result {
    try read(isWhole: isWhole, limits(), work)
  }

  private func read<Result>(
    isWhole: Bool, _ limits: ArchiveLimits, _ work: (inout ArchiveReader) throws -> Result
  ) throws -> Result {
    guard let tool = try encryption() else {
      var reader = try ArchiveReader(in: directory, named: name, limits: limits, ahead: isWhole)
      return try work(&reader)
    }
    guard let file = try directory.open(name) else { throw SystemError.refusal("read", path, "it is gone") }
    let pipeline = try Decryption(by: tool, identity: identity).start(readingFrom: file.number)
    var hasBegun = false
    do {
      var reader = try ArchiveReader(pipeline, named: path, limits: limits, ahead: isWhole)
      defer { hasBegun = reader.entryCount > 0 }
      let result = try work(&reader)
      if isWhole { try pipeline.finish() }
      return result
    } catch {
      // What the archive looks like then is the tool's fault.
      if let failure = pipeline.failure(), case .exited = failure.end {
        let told = RecoveryFailure(failure, while: "decrypt \(path)")
        throw hasBegun || Self.isDamage(failure) ? RecoveryFailure(.damaged, told.description) : told
      }
      throw error
    }
  }

  /// Whether a tool that could not decrypt blames the file, and not the key.
  private static func isDamage(_ failure: ToolFailure) -> Bool {
    let words = [
      "authenticate", "bad header MAC", "parsing age header", "unexpected EOF", "manipulated", "invalid packet",
      "CRC error", "Checksum error",
    ]
    return words.contains { failure.lastLine?.contains($0) ?? false }
  }

  /// Reads the lines of the index.
  /// - Returns: the summary; nil for a snapshot that is not complete.
  func index<Line: IndexReading>(_ line: (Line) throws -> Void) throws -> SnapshotSummary? {
    guard try encryption() != nil else {
      return try SnapshotIndex.read(in: directory, named: name, limits: limits(), line)
    }
    return try read(isWhole: true) { try SnapshotIndex.find(in: &$0, line) }
  }

  /// Who signed the archive file; nobody where it has no signature.
  func signatures() throws -> [SignatureVerdict] {
    guard try isSigned, let file = try directory.open(name) else { return [] }
    return try Signing.verify(file.number, signature: "\(directory.path)/\(signature)")
  }

  /// Whether a signature lies beside it, be it true or not.
  var isSigned: Bool { get throws { try directory.status(of: signature) != nil } }

  private var signature: ByteString { name + ByteString(Signing.suffix) }

  /// The tool that encrypted it; nil for an archive in the clear.
  func encryption() throws -> ProtectionTool? {
    guard let file = try directory.open(name) else {
      throw SystemError.refusal("read", path, "no such file or directory")
    }
    let head = [UInt8](unsafeUninitializedCapacity: Decryption.headLength) { buffer, count in
      count = file.read(into: UnsafeMutableRawBufferPointer(buffer), at: 0)
    }
    return Decryption.tool(for: head)
  }
}

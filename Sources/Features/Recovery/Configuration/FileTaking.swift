// Reads the files that a configuration refers to, and decides about each whether a snapshot may hold it.

import Bytes
import PostfixConfig
import SystemAccess

struct FileTaking {
  private let server: ServerFiles
  private let references: FileReferences
  private let instances: [Instance]
  private let withSecrets: Bool
  /// Names that a route may begin with: "smtp:[192.0.2.1]" is no login.
  private let transports: Set<String>
  /// Files that are secret under one of their names are secret under all.
  private var secretFiles: [FileIdentity: String] = [:]
  private var room = ConfigurationCapture.wholeLimit
  private(set) var taken: [CapturedFile] = []
  private(set) var leftOut: [LeftOut] = []

  private struct FileIdentity: Hashable {
    let device: UInt64
    let inode: UInt64

    init(_ status: FileStatus) {
      device = status.device
      inode = status.inode
    }
  }

  init(_ server: ServerFiles, _ references: FileReferences, _ instances: [Instance], withSecrets: Bool) {
    self.server = server
    self.references = references
    self.instances = instances
    self.withSecrets = withSecrets
    transports = Set(instances.flatMap(\.configuration.services).map { $0.entry[.service].description }).union(
      LoginLines.commonTransports)
  }

  mutating func takeAll() {
    for (path, reference) in references.files where reference.role == .secret {
      // A source is as secret as the table that is made from it.
      for name in [path] + [CompiledTables.source(of: path)].compactMap({ $0 }) {
        if let status = server.status(of: name) { secretFiles[FileIdentity(status)] = reference.because }
      }
    }
    for (path, reference) in references.files.sorted(by: { $0.key < $1.key }) {
      if let reason = take(path, reference) { leftOut.append(LeftOut(path, reason)) }
    }
  }

  /// Why a file was not taken; nil when it was, or is not worth a word.
  private mutating func take(_ path: String, _ reference: FileReference) -> LeftOut.Reason? {
    guard let status = server.status(of: path) else {
      let presence = FileReading.presence(of: server.place(of: path))
      if case .unknown(let error) = presence { return .unreadable(error.reason) }
      return reference.isOptional ? nil : .missing
    }
    guard status.kind == .regular else {
      return reference.isOptional ? nil : .notRegular(Self.words(status.kind))
    }
    guard let target = server.target(of: path) else { return .unreadable("it lies on another server") }
    if reference.role == .needless { return .needless("a cache or a database; \(reference.because) names it") }
    let source = CompiledTables.source(of: path)
    if let why = secretFiles[FileIdentity(status)] ?? source.flatMap({ secret(atOrNamed: $0) }), !withSecrets {
      return .secret("\(why) names it")
    }
    if let source, server.status(of: source)?.kind == .regular { return .needless("postmap makes it from \(source)") }
    guard status.size <= min(ConfigurationCapture.fileLimit, room) else { return .tooLarge }
    let (content, read): ([UInt8], FileStatus)
    do throws(SystemError) {
      (content, read) = try FileReading.file(at: server.place(of: path), limit: ConfigurationCapture.fileLimit)
    } catch {
      return .unreadable(error.reason)
    }
    guard content.count <= room else { return .tooLarge }
    let link = target == path ? nil : target
    guard !withSecrets else {
      add(CapturedFile(path: path, status: read, content: content, target: link, isMasked: false))
      return nil
    }
    switch publicPart(of: content, at: path, reference, read) {
    case .success(let (part, isMasked)):
      add(CapturedFile(path: path, status: read, content: part, target: link, isMasked: isMasked))
      return nil
    case .failure(let refusal): return .secret(refusal.why)
    }
  }

  private func secret(atOrNamed path: String) -> String? {
    if let reference = references.files[path], reference.role == .secret { return reference.because }
    return server.status(of: path).flatMap { secretFiles[FileIdentity($0)] }
  }

  private mutating func add(_ file: CapturedFile) {
    room -= file.content.count
    taken.append(file)
  }

  private struct Refusal: Error { let why: String }

  private mutating func publicPart(
    of content: [UInt8], at path: String, _ reference: FileReference, _ status: FileStatus
  ) -> Result<(content: [UInt8], isMasked: Bool), Refusal> {
    if reference.role == .own {
      guard let own = maskedOwn(content, at: path) else {
        return .failure(Refusal(why: "nobody can tell what is secret in it"))
      }
      return .success(own)
    }
    if PEMText.holdsKey(content) {
      guard let part = PEMText.publicPart(of: content) else { return .failure(Refusal(why: "a private key")) }
      leftOut.append(LeftOut(path, .secret("the private key in it; the rest was taken")))
      return .success((part, true))
    }
    if reference.role == .certificate {
      guard let part = PEMText.publicPart(of: content) else {
        return .failure(Refusal(why: "\(reference.because) names it, and it holds no certificate"))
      }
      if let line = SecretContent.secretLine(in: content) {
        leftOut.append(LeftOut(path, line: line, .secret("it looks like a password; the certificates were taken")))
        return .success((part, true))
      }
      return .success((content, false))
    }
    if let why = SecretContent.reason(
      content, at: path, mode: status.mode, role: reference.role, transports: transports)
    {
      return .failure(Refusal(why: why))
    }
    return .success((content, false))
  }

  /// main.cf and master.cf: whole where no secret stands in them. Nil for those of an instance that is not known.
  private mutating func maskedOwn(_ content: [UInt8], at path: String) -> (content: [UInt8], isMasked: Bool)? {
    guard let instance = instances.first(where: { path.dropLast(path.hasSuffix("/main.cf") ? 8 : 10) == $0.path })
    else { return nil }
    let secrets = InlineSecrets(of: instance.configuration)
    let masked = path.hasSuffix("/main.cf") ? secrets.masked(main: content) : secrets.masked(master: content)
    for (line, what) in masked.places {
      leftOut.append(LeftOut(path, line: line, .secret("\(what); it was replaced by \(InlineSecrets.mask)")))
    }
    return (masked.content, !masked.places.isEmpty)
  }

  private static func words(_ kind: FileStatus.Kind) -> String {
    switch kind {
    case .regular: "a file"
    case .directory: "a directory"
    case .link: "a link"
    case .fifo: "a FIFO"
    case .socket: "a socket"
    case .device: "a device"
    }
  }
}

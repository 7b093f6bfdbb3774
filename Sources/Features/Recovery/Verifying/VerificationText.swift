// The result of a check for people and machines.

import Bytes
import JSONText
import SnapshotArchive
import SystemAccess

extension SnapshotVerification {
  public var text: String {
    var text = problems.map { "\(PrintableText.of($0))\n" }.joined()
    let chain = chain.count > 1 ? ", in a chain of \(chain.count)" : ""
    for signature in signatures {
      let place = signature.snapshot == manifest.id ? "" : "\(signature.snapshot): "
      text += PrintableText.of("\(place)\(signature.verdict)") + "\n"
    }
    text += "\(manifest.id): "
    let whole = signatureGaps.isEmpty ? "good" : "whole, and not all of it is signed"
    text += problems.isEmpty ? whole : "damaged, \(problems.count) problem\(problems.count == 1 ? "" : "s")"
    return text + "; compared \(checked) file\(checked == 1 ? "" : "s"), \(SizeText.bytes(bytes))\(chain)\n"
  }

  /// The document about an archive that could not be read to its end.
  /// - Parameter word: the snapshot, as the command line names it.
  public static func json(of word: String, damaged failure: RecoveryFailure) -> [UInt8] {
    let name = ArchiveName(FilePath.split(word).1)
    var json = JSONWriter()
    json.object { json in
      json.member("schema", "postkeep.snapshot.verify/1")
      json.member("id", name?.id ?? word)
      json.member("good", false)
      json.member("problems", failure.problems)
      json.member("files", 0)
      json.member("bytes", 0)
      json.array("chain") { _ in }
      json.array("signatures") { _ in }
      json.array("broken_newer") { _ in }
      json.member("guarantee", nil as String?)
    }
    return json.bytes
  }

  public var json: [UInt8] {
    var json = JSONWriter()
    json.object { json in
      json.member("schema", "postkeep.snapshot.verify/1")
      json.member("id", manifest.id)
      json.member("good", problems.isEmpty && signatureGaps.isEmpty)
      json.member("problems", problems)
      json.member("files", checked)
      json.member("bytes", bytes)
      json.member("chain", chain)
      json.array("signatures") { json in
        for signature in signatures {
          json.object { json in
            json.member("snapshot", signature.snapshot)
            json.member("state", signature.verdict.state.rawValue)
            json.member("key", signature.verdict.key)
            json.member("user", signature.verdict.user)
            json.member("time", signature.verdict.time)
          }
        }
      }
      json.member("broken_newer", brokenNewer)
      json.member("guarantee", summary?.guarantee.rawValue)
    }
    return json.bytes
  }
}

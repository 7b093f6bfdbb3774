import Bytes
import Foundation
import PostfixConfig
func go() throws {
let dir = CommandLine.arguments[1]
let mode = CommandLine.arguments[2]
let main = MainFile(Array(try Data(contentsOf: URL(fileURLWithPath: dir + "/main.cf"))))
let master = (try? Data(contentsOf: URL(fileURLWithPath: dir + "/master.cf"))).map { MasterFile(Array($0)) }
do throws(PostconfFailure) {
  let p = try Postconf(PostconfInput(directory: ByteString(dir), main: main, master: master, build: PostfixBuild(PostfixVersion(3,7,11), .debian), host: HostFacts(hostname: "vm", interfaces: [], processID: 1)), ignoringMain: mode.contains("d"))
  var o = ListingOptions()
  o.explicitOnly = mode.contains("n"); o.isExpanding = mode.contains("x"); o.isFolding = mode.contains("f"); o.defaultsOnly = mode.contains("d")
  let out: [UInt8]
  if mode.contains("M") { out = try p.masterListing(o) } else if mode.contains("F") { out = try p.fieldListing(o) } else if mode.contains("P") { out = try p.parameterListing(o) } else { out = try p.mainListing(o) }
  FileHandle.standardOutput.write(Data(out))
  for d in p.diagnostics { FileHandle.standardError.write(Data("warning: \(d.message)\n".utf8)) }
} catch { FileHandle.standardError.write(Data("fatal: \(error.diagnostic.message)\n".utf8)); exit(1) }
}
try go()

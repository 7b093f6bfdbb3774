// Whether a directory lies on a file system that other hosts change too: no watch tells what they do.

import CSystemShims
import Glibc

extension Directory {
  /// The name of the network file system that it lies on; nil for one of this host's own.
  public func networkFileSystem() throws(SystemError) -> String? {
    let type = postkeep_file_system_type(number)
    guard type >= 0 else { throw SystemError("look at", path, code: errno) }
    return Self.networkFileSystems[UInt32(truncatingIfNeeded: type)]
  }

  /// By statfs(2)'s f_type. FUSE is here because what is behind it may be anything.
  private static let networkFileSystems: [UInt32: String] = [
    0x6969: "NFS", 0x517B: "SMB", 0xFF53_4D42: "CIFS", 0xFE53_4D42: "SMB2", 0x00C3_6400: "Ceph", 0x0BD0_0BD0: "Lustre",
    0x0116_1970: "GFS2", 0x7461_636F: "OCFS2", 0x4750_4653: "GPFS", 0x0102_1997: "9P", 0x6B41_4653: "AFS",
    0x5346_414F: "AFS", 0x7375_7245: "Coda", 0x6573_5546: "FUSE",
  ]
}

// A plan for the files of a configuration, for programs.

import JSONText

extension InstallationPlan {
  var json: [UInt8] {
    var json = JSONWriter()
    json.object { json in
      json.member("schema", "postkeep.restore.files/1")
      json.member("configuration_directory", target)
      json.array("changes") { json in
        for change in changes {
          json.object { json in
            json.member("path", change.path)
            json.member("place", change.place)
            json.member("written", change.content != nil)
            json.member("mode", change.mode)
            json.member("owner", change.owner)
            json.member("group", change.group)
            json.member("remarks", change.remarks)
          }
        }
      }
      json.array("left") { json in
        for file in left {
          json.object { json in
            json.member("path", file.path)
            json.member("why", file.why)
            json.member("in_snapshot", file.isUnpacked)
          }
        }
      }
      json.member("same", same)
    }
    return json.bytes
  }
}

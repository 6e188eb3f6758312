import ArgumentParser
import Foundation
import Production
import Studio

/// Holds a song against everything that was asked.
struct Certify: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "List every hard wish of a song, kept or not, with bar numbers.",
    discussion: """
      The checker shares no code with composing. Locked bars are compared with the state in which
      they were locked. The exit code is 65 where a wish is not kept. What
      neither notes nor plan can tell, such as how loud a fade is, is listed as open.

      EXAMPLES
        etude certify out/demo
        etude certify out/demo --json
      """)

  @OptionGroup var target: ProjectArgument

  @Flag(name: .long, help: "Print the certificate as JSON; bars are counted from 0 there.")
  var json = false

  func run() throws {
    let certificate = try target.open().certificate()
    if json {
      print(try JSONText.pretty(certificate))
    } else if certificate.entries.isEmpty {
      print("Nothing was asked that can be held against the song.")
    } else {
      for entry in certificate.entries {
        let state = !entry.isCheckable ? "open    " : entry.isKept ? "kept    " : "NOT KEPT"
        print("\(state)  \(Summary.line(entry))")
      }
    }
    if !certificate.isKept { throw ExitCode(Failure.Code.data.rawValue) }
  }
}

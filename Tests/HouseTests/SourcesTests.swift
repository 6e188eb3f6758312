import Foundation
import Testing

@Suite struct SourcesTests {
  /// Every Swift file of the checkout, read once for all rules.
  private static let files = Result {
    let repository = try Repository()
    return try repository.swiftFiles(under: "Sources") + repository.swiftFiles(under: "Tests")
  }

  @Test("the sources and tests keep every rule", arguments: SourceRule.all)
  func theSourcesKeep(rule: SourceRule) throws {
    let violations = rule.violations(in: try Self.files.get())
    #expect(violations.isEmpty, "\(violations.joined(separator: "\n"))")
  }

  @Test(
    "a planted offence is found",
    arguments: [
      ("Sources/Studio/A.swift", "let a = try! f()"),
      ("Sources/Studio/A.swift", "fatal" + "Error(\"no\")"),
      ("Sources/Studio/A.swift", "let b = Bundle.module.path"),
      ("Sources/Studio/A.swift", "// TO" + "DO: later"),
      ("Sources/Studio/A.swift", "let c = 1 // FIX" + "ME"),
      ("Sources/Values/Music/A.swift", "import Foundation"),
      ("Sources/Values/Music/A.swift", "public import struct Foundation.Date"),
      ("Sources/Values/Signal/A.swift", "import FoundationEssentials"),
      ("Sources/Values/Music/A.swift", "import Glibc"),
      ("Sources/Engines/Composing/A.swift", "let d = 1 + pow(2, 3)"),
      ("Sources/Engines/Composing/A.swift", "let e = list.shuffled()"),
      ("Sources/Engines/Composing/A.swift", "let f = Int.random(in: 0..<5)"),
      ("Sources/Tools/Players/A.swift", "let g = name.hashValue"),
      ("Sources/Formats/AudioFiles/A.swift", "let h = Date()"),
      ("Sources/Tools/Metering/A.swift", "final class I: @unchecked Sendable {"),
      ("Sources/Tools/Metering/A.swift", String(repeating: "\n", count: 601)),
      ("Tests/MusicTests/A.swift", "@testable import Music"),
    ])
  func found(path: String, line: String) {
    let file = SourceFile(path: path, text: line)
    #expect(SourceRule.all.flatMap { $0.violations(in: [file]) }.count == 1)
  }

  @Test(
    "what only looks like an offence passes",
    arguments: [
      ("Sources/Studio/A.swift", "let a = \"try! fatal" + "Error( Bundle.module\""),
      ("Sources/Studio/A.swift", "// Never try! here: it would end the process."),
      ("Sources/Studio/A.swift", "let now = Date()"),
      ("Sources/Values/Signal/A.swift", "import Glibc\nlet b = exp(1.0)"),
      ("Sources/Engines/Composing/A.swift", "let c = Int.random(in: 0..<5, using: &stream)"),
      ("Sources/Engines/Composing/A.swift", "let d = journal.log(1) + mylog(2)"),
      (
        "Sources/Tools/Metering/A.swift",
        "/// Proof: owned by one thread.\n///\nfinal class E: @unchecked Sendable {"
      ),
      ("Sources/Tools/Metering/A.swift", String(repeating: "\n", count: 600)),
      ("Tests/MusicTests/A.swift", "import Music // not @testable"),
    ])
  func passes(path: String, line: String) {
    let file = SourceFile(path: path, text: line)
    #expect(SourceRule.all.flatMap { $0.violations(in: [file]) } == [])
  }

  @Test("a proof that stands too far above proves nothing")
  func farProof() {
    let text = "// Proof: long ago.\n\n\n\n\nfinal class A: @unchecked Sendable {}"
    let file = SourceFile(path: "Sources/Tools/Metering/A.swift", text: text)
    #expect(SourceRule.all.flatMap { $0.violations(in: [file]) }.count == 1)
  }

  @Test("the kernels call no libm and ask for no fused arithmetic")
  func kernels() throws {
    let repository = try Repository()
    let paths = try repository.files(under: "Sources/C/CKernels").filter { $0.hasSuffix(".c") }
    #expect(paths.count >= 4)
    for path in paths + ["Sources/C/CKernels/floats.h"] {
      let text = try repository.text(path)
      for word in ["math.h", "fmadd", "fma(", "vfma", "fast-math"] {
        let isThere = text.contains(word)
        #expect(!isThere, "\(path) has \(word)")
      }
      // Where floats are calculated, the compiler may not fuse a product and a sum.
      if text.contains("#include \"floats.h\"") {
        let isForbidden = text.contains("#pragma STDC FP_CONTRACT OFF")
        #expect(isForbidden, "\(path) forbids contraction")
      }
    }
  }

  @Test("no file of the repository is larger than 5 MB, but for weights and the reference index")
  func noLargeFiles() throws {
    let repository = try Repository()
    let ignored = try repository.text(".gitignore").split(separator: "\n").map {
      $0.hasSuffix("/") ? String($0.dropLast()) : String($0)
    }
    let folders = repository.names(in: ".").filter {
      !ignored.contains($0) && $0 != "shared" && repository.isFolder($0)
    }
    for path in try folders.flatMap({ try repository.files(under: $0) }) {
      let large = [
        "Sources/Formats/Weights/Resources/", "Training/state/weights.",
        "Sources/Formats/ReferenceIndex/Resources/works.etude-index",
      ]
      guard !large.contains(where: path.hasPrefix) else { continue }
      let file = repository.root.appending(path: path)
      let size = try file.resourceValues(forKeys: [.fileSizeKey]).fileSize ?? 0
      #expect(size <= 5_000_000, "\(path) has \(size) bytes")
    }
  }
}

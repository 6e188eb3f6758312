/// A rule on the text of one Swift file.
struct SourceRule: Sendable, CustomStringConvertible {
  /// What a file that keeps the rule does, for test reports.
  let description: String
  /// Beginnings of the paths of the files that the rule is for.
  let folders: [String]
  /// The lines, from 1, that break the rule.
  let offences: @Sendable (SourceFile) -> [Int]

  /// Whether the rule is for a file.
  func applies(to file: SourceFile) -> Bool { folders.contains { file.path.hasPrefix($0) } }

  /// The broken lines as `path:line rule`.
  func violations(in files: [SourceFile]) -> [String] {
    files.filter(applies).flatMap { file in
      offences(file).map { "\(file.path):\($0) breaks the rule: \(description)" }
    }
  }
}

extension SourceRule {
  /// A rule against spellings in code.
  init(_ description: String, in folders: [String], without spellings: [String]) {
    self.init(description: description, folders: folders) {
      CodeSearch.lines(of: $0.code, with: spellings)
    }
  }

  private static let belowStudio = [
    "Sources/Values/", "Sources/Formats/", "Sources/Tools/", "Sources/Engines/",
  ]

  /// Rooms whose numbers end up as notes.
  private static let thatDecideNotes = [
    "Sources/Values/Music/", "Sources/Tools/Players/", "Sources/Tools/Tokens/",
    "Sources/Tools/Inference/",
    "Sources/Engines/Composing/",
  ]

  /// The rules on every Swift file of the checkout.
  static let all: [SourceRule] = [
    SourceRule(
      "never ends the process on bad data", in: ["Sources/"], without: ["fatalError(", "try!"]),
    SourceRule("finds its data in no bundle", in: ["Sources/"], without: ["Bundle.module"]),
    SourceRule(
      "takes randomness as a parameter", in: belowStudio,
      without: [
        "SystemRandomNumberGenerator", ".shuffled()", ".shuffle()", ".randomElement()",
        ".hashValue", "Hasher()",
      ]),
    SourceRule(
      description: "draws numbers with a named generator", folders: belowStudio,
      offences: { file in
        let lines = file.codeLines
        return CodeSearch.lines(of: file.code, with: [".random(in:", ".random()"]).filter {
          !lines[$0 - 1].contains("using:")
        }
      }),
    SourceRule(
      "takes the clock as a parameter", in: belowStudio,
      without: ["Date()", "Date.now", "ContinuousClock", "SuspendingClock"]),
    SourceRule(
      "decides no note with libm", in: thatDecideNotes,
      without: [
        "import Glibc", "import Musl", "import Darwin", "sin(", "cos(", "tan(", "asin(", "acos(",
        "atan(", "atan2(", "sinh(", "cosh(", "tanh(", "exp(", "exp2(", "expm1(", "log(", "log2(",
        "log10(", "log1p(", "pow(", "cbrt(", "hypot(", "tgamma(", "erf(",
      ]),
    SourceRule(
      description: "imports no Foundation in Values", folders: ["Sources/Values/"],
      offences: { file in
        file.imports.filter { $0.module.hasPrefix("Foundation") }.map(\.line)
      }),
    SourceRule(
      description: "leaves nothing for later", folders: ["Sources/", "Tests/"],
      offences: { CodeSearch.lines(of: $0.text, with: ["TO" + "DO", "FIX" + "ME", "XX" + "X"]) }),
    SourceRule(
      description: "proves every unchecked conformance in a comment with the word Proof:",
      folders: ["Sources/"], offences: uncheckedWithoutProof),
    SourceRule(
      description: "has at most 600 lines", folders: ["Sources/"],
      offences: { $0.lineCount > 600 ? [$0.lineCount] : [] }),
    SourceRule(
      "tests the release build through package access", in: ["Tests/"], without: ["@testable"]),
  ]

  /// Lines with an unchecked conformance and no proof on them or in the four lines above.
  private static func uncheckedWithoutProof(_ file: SourceFile) -> [Int] {
    let lines = file.lines
    return CodeSearch.lines(of: file.code, with: ["@unchecked Sendable"]).filter { line in
      !lines[max(0, line - 5)..<line].contains { $0.contains("//") && $0.contains("Proof:") }
    }
  }
}

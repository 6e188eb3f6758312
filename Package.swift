// swift-tools-version: 6.2
import PackageDescription

// The house: every room (target), its floor (folder under Sources/) and what it may import.
// Rooms import from lower floors only; Tests/HouseTests checks this table and the import lines.

/// A room of the house: one target and, unless it is a C library or an app, its test target.
struct Room {
  var name: String
  var floor: String
  var needs: [String] = []
  var products: [Target.Dependency] = []
  var testNeeds: [String] = []
  var hasTests = true
}

let argumentParser = Target.Dependency.product(
  name: "ArgumentParser", package: "swift-argument-parser")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let cryptoExtras = Target.Dependency.product(name: "CryptoExtras", package: "swift-crypto")
let certificates = Target.Dependency.product(name: "X509", package: "swift-certificates")
let asn1 = Target.Dependency.product(name: "SwiftASN1", package: "swift-asn1")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let httpTypes = Target.Dependency.product(name: "HTTPTypes", package: "swift-http-types")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let nio = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioHTTP1 = Target.Dependency.product(name: "NIOHTTP1", package: "swift-nio")
let nioPosix = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")

/// C libraries of the system, beside our own CKernels and CAllocationCounter: module name, pkg-config name, Debian package.
let libraries: [(name: String, pkgConfig: String?, debian: String)] = [
  // Their pkg-config files ask for compiler flags that SwiftPM refuses; the module maps link them.
  ("CFluidSynth", nil, "libfluidsynth-dev"),
  ("CSndFile", "sndfile", "libsndfile1-dev"),
  ("CEBUR128", "libebur128", "libebur128-dev"),
  ("CCairo", "cairo", "libcairo2-dev"),
  ("CKissFFT", nil, "libkissfft-dev"),
  ("CALSA", "alsa", "libasound2-dev"),
  ("CSampleRate", "samplerate", "libsamplerate0-dev"),
  ("CZlib", "zlib", "zlib1g-dev"),
]

let allRooms: [Room] = [
  // Values
  Room(name: "Music", floor: "Values"),
  Room(name: "Signal", floor: "Values", needs: ["CKissFFT"]),
  Room(name: "Production", floor: "Values", needs: ["Music", "Signal"]),
  // Formats
  Room(name: "StandardMIDI", floor: "Formats", needs: ["Music", "Production"]),
  Room(name: "AudioFiles", floor: "Formats", needs: ["Signal", "CSndFile", "CSampleRate"]),
  Room(
    name: "StyleFiles", floor: "Formats", needs: ["Music", "Signal", "Production"],
    products: [yams]),
  Room(
    name: "PresetFiles", floor: "Formats", needs: ["Music", "Signal", "Production"],
    products: [yams]),
  Room(name: "Lexicons", floor: "Formats", needs: ["Music", "Production"], products: [yams]),
  Room(
    name: "DeliveryTargets", floor: "Formats", needs: ["Signal", "Production"], products: [yams]),
  Room(
    name: "Disclosures", floor: "Formats", needs: ["Music", "Production"], products: [yams]),
  Room(name: "Weights", floor: "Formats"),
  Room(
    name: "ContentCredentials", floor: "Formats",
    products: [crypto, cryptoExtras, certificates, asn1]),
  Room(name: "ComparisonFiles", floor: "Formats"),
  Room(name: "ReferenceIndex", floor: "Formats", needs: ["Production"]),
  // Tools
  Room(
    name: "Inference", floor: "Tools", needs: ["Music", "Weights", "CKernels"]),
  Room(
    name: "Instruments", floor: "Tools", needs: ["Music", "Production", "Signal", "CFluidSynth"],
    testNeeds: ["PresetFiles"]),
  Room(name: "Players", floor: "Tools", needs: ["Music", "Production"], testNeeds: ["StyleFiles"]),
  Room(name: "Recognition", floor: "Tools", needs: ["Music", "Signal", "Production"]),
  Room(name: "Measures", floor: "Tools", needs: ["Music", "Production"]),
  Room(name: "Metering", floor: "Tools", needs: ["Signal", "CEBUR128"]),
  Room(
    name: "Effects", floor: "Tools", needs: ["Signal"], testNeeds: ["CAllocationCounter"]),
  Room(
    name: "Drawing", floor: "Tools",
    needs: ["Music", "Production", "Signal", "Disclosures", "CCairo"]),
  Room(name: "Playback", floor: "Tools", needs: ["Signal", "CALSA"]),
  Room(name: "Tokens", floor: "Tools", needs: ["Music", "Weights"]),
  Room(
    name: "Progressions", floor: "Tools", needs: ["Music", "Production", "Weights"],
    testNeeds: ["StyleFiles"]),
  Room(name: "Grooves", floor: "Tools", needs: ["Music", "Weights"]),
  // Engines
  Room(name: "Briefing", floor: "Engines", needs: ["Music", "Production", "Lexicons"]),
  Room(
    name: "Composing", floor: "Engines",
    needs: [
      "Music", "Signal", "Production", "Players", "Measures", "Weights", "Tokens", "Inference",
      "Progressions",
    ],
    testNeeds: ["StyleFiles"]),
  Room(
    name: "Performing", floor: "Engines", needs: ["Music", "Production", "Grooves"],
    testNeeds: ["StyleFiles", "Weights"]),
  Room(
    name: "Rendering", floor: "Engines",
    needs: ["Music", "Production", "Signal", "Instruments", "AudioFiles", "PresetFiles"],
    products: [crypto]),
  Room(
    name: "Mixing", floor: "Engines",
    needs: ["Music", "Production", "Signal", "Effects", "Metering", "AudioFiles"]),
  Room(
    name: "Analyzing", floor: "Engines",
    needs: [
      "Music", "Signal", "Production", "AudioFiles", "Metering", "Recognition", "StandardMIDI",
    ]),
  Room(
    name: "Reviewing", floor: "Engines",
    needs: ["Music", "Signal", "Production", "Recognition", "Measures", "Players"],
    testNeeds: ["StyleFiles"]),
  Room(
    name: "Originality", floor: "Engines",
    needs: [
      "Music", "Production", "Measures", "Recognition", "ComparisonFiles", "ReferenceIndex",
    ], products: [crypto]),
  Room(
    name: "Provenance", floor: "Engines", needs: ["Music", "Production"], products: [crypto],
    testNeeds: ["Disclosures", "Drawing", "Signal"]),
  // Studio
  Room(
    name: "Studio", floor: "Studio",
    needs: [
      "Music", "Signal", "Production", "StandardMIDI", "AudioFiles", "StyleFiles", "PresetFiles",
      "Lexicons",
      "DeliveryTargets", "Weights", "ContentCredentials", "Instruments", "Metering", "Drawing",
      "Measures", "Playback",
      "Tokens",
      "Inference",
      "Briefing", "Composing",
      "Performing",
      "Rendering", "Mixing", "Analyzing", "Reviewing", "Recognition", "Progressions", "Grooves",
      "Originality", "ComparisonFiles", "ReferenceIndex", "Provenance", "Disclosures",
    ],
    products: [grdb, crypto]),
  // Web
  Room(
    name: "StudioWeb", floor: "Web",
    needs: [
      "Music", "Signal", "Production", "StyleFiles", "DeliveryTargets", "Drawing", "Studio",
      "CZlib",
    ],
    products: [hummingbird, httpTypes, logging, nio, nioHTTP1, nioPosix],
    testNeeds: ["AudioFiles", "Provenance"]),
  // Apps
  Room(
    name: "etude", floor: "Apps",
    needs: [
      "Music", "Signal", "Production", "StandardMIDI", "AudioFiles", "StyleFiles", "PresetFiles",
      "Lexicons",
      "DeliveryTargets", "Weights", "ContentCredentials", "Instruments", "Metering", "Drawing",
      "Playback", "Tokens",
      "Inference", "Briefing",
      "Composing", "Rendering", "Mixing", "Analyzing", "Reviewing", "Studio", "Progressions",
      "Grooves", "Originality", "ComparisonFiles", "ReferenceIndex", "Provenance", "Disclosures",
      "StudioWeb",
    ],
    products: [argumentParser], hasTests: false),
]

/// The rooms whose tests are built: all, or those that `ETUDE_ROOMS=Effects,Metering` names.
let asked = Context.environment["ETUDE_ROOMS"].map {
  Set($0.split(separator: ",").map(String.init))
}
/// The rooms to build: all, or those that are asked for and what they stand on.
let rooms = allRooms.filter { isWanted($0.name) }
func isWanted(_ name: String) -> Bool {
  guard var wanted = asked else { return true }
  for room in allRooms.reversed() where wanted.contains(room.name) {
    wanted.formUnion(room.needs + (asked?.contains(room.name) == true ? room.testNeeds : []))
  }
  return wanted.contains(name)
}

let strict: [SwiftSetting] =
  Context.environment["ETUDE_STRICT"] == nil ? [] : [.treatAllWarnings(as: .error)]
let settings: [SwiftSetting] =
  [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
  ] + strict

var targets: [Target] = libraries.map { library in
  .systemLibrary(
    name: library.name, path: "Sources/C/\(library.name)", pkgConfig: library.pkgConfig,
    providers: [.apt([library.debian])])
}
targets.append(.target(name: "CKernels", path: "Sources/C/CKernels"))
// For tests alone: linked, it counts what is allocated.
targets.append(.target(name: "CAllocationCounter", path: "Sources/C/CAllocationCounter"))
for room in rooms {
  let needs = room.needs.map { Target.Dependency(stringLiteral: $0) } + room.products
  let path = room.floor == room.name ? "Sources/\(room.name)" : "Sources/\(room.floor)/\(room.name)"
  if room.floor == "Apps" {
    targets.append(
      .executableTarget(name: room.name, dependencies: needs, path: path, swiftSettings: settings))
  } else {
    targets.append(
      .target(
        name: room.name, dependencies: needs, path: path,
        exclude: [
          "StyleFiles", "PresetFiles", "Lexicons", "DeliveryTargets", "Disclosures", "Weights",
          "ComparisonFiles", "ReferenceIndex",
        ].contains(room.name) ? ["Resources"] : room.name == "StudioWeb" ? ["Page"] : [],
        swiftSettings: settings))
  }
  if room.hasTests, asked?.contains(room.name) ?? true {
    let testNeeds = [room.name] + room.needs + room.testNeeds
    targets.append(
      .testTarget(
        name: "\(room.name)Tests",
        dependencies: testNeeds.map { Target.Dependency(stringLiteral: $0) } + room.products,
        path: "Tests/\(room.name)Tests", swiftSettings: settings))
  }
}
if isWanted("etude") {
  targets.append(
    .testTarget(name: "HouseTests", path: "Tests/HouseTests", swiftSettings: settings))
  targets.append(
    .testTarget(
      name: "CommandTests", dependencies: ["etude"], path: "Tests/CommandTests",
      swiftSettings: settings))
}
/// The programs of benchmarks: name, folder below `Benchmarks` and what they measure.
let benchmarks: [(name: String, folder: String, needs: [String])] = [
  ("midi-decoding", "midi-decoding", ["StandardMIDI"]),
  ("credentials", "credentials", ["ContentCredentials"]),
  (
    "quotations", "originality",
    ["Music", "Production", "StandardMIDI", "ReferenceIndex", "Originality"]
  ),
  ("effect-costs", "effects", ["Effects", "Signal"]),
  ("note-drawing", "inference", ["Inference", "Music", "Weights"]),
  ("voices", "voices", ["Instruments", "Music", "PresetFiles", "Production", "Signal"]),
]
if Context.environment["ETUDE_BENCHMARKS"] != nil {
  for benchmark in benchmarks where benchmark.needs.allSatisfy(isWanted) {
    targets.append(
      .executableTarget(
        name: benchmark.name,
        dependencies: benchmark.needs.map { Target.Dependency(stringLiteral: $0) },
        path: "Benchmarks/\(benchmark.folder)/Sources", swiftSettings: settings))
  }
}

let package = Package(
  name: "etude",
  products: isWanted("etude") ? [.executable(name: "etude", targets: ["etude"])] : [],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
    .package(url: "https://github.com/apple/swift-asn1", exact: "1.7.4"),
    .package(url: "https://github.com/apple/swift-certificates", exact: "1.21.1"),
    .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2"),
    .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
    .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
    // Without traits it needs no configuration package.
    .package(
      url: "https://github.com/hummingbird-project/hummingbird", exact: "2.28.1",
      traits: ["FullFoundation"]),
    .package(url: "https://github.com/apple/swift-http-types", exact: "1.8.0"),
    .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
    .package(url: "https://github.com/apple/swift-nio", exact: "2.101.2"),
  ],
  targets: targets,
  swiftLanguageModes: [.v6]
)

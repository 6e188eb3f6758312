import Testing

@Suite struct FloorsAndArrowsTests {
  @Test("the package and every import point down")
  func theHouseStands() throws {
    let repository = try Repository()
    let house = House(
      try PackageDescription.load(in: repository),
      sources: try repository.swiftFiles(under: "Sources"))
    let violations = house.violations()
    #expect(violations.isEmpty, "\(violations.joined(separator: "\n"))")
    #expect(house.rooms.contains { $0.name == "Music" && $0.floor == .values })
    #expect(house.rooms.contains { $0.name == "etude" && $0.floor == .apps })
  }

  @Test("every folder on a floor is a room of the package")
  func noForgottenFolders() throws {
    let repository = try Repository()
    let rooms = Set(try PackageDescription.load(in: repository).targets.map(\.path))
    let floors = repository.names(in: "Sources")
    #expect(Set(floors).isSubset(of: Set(Floor.allCases.map(\.folder))), "\(floors)")
    for floor in floors where floor != Floor.studio.folder {
      for name in repository.names(in: "Sources/\(floor)") {
        let path = "Sources/\(floor)/\(name)"
        #expect(!repository.isFolder(path) || rooms.contains(path), "\(path) is in no target")
      }
    }
  }

  @Test("a missing description fails with the command that mends it")
  func missingDescription() {
    let error = HouseError.noPackageDescription(path: "/nowhere/package.json")
    #expect("\(error)".contains("make test"))
    #expect("\(error)".contains("/nowhere/package.json"))
  }

  @Test(
    "a target's folder tells its floor",
    arguments: [
      ("CCairo", "Sources/C/CCairo", Floor.c), ("Music", "Sources/Values/Music", .values),
      ("AudioFiles", "Sources/Formats/AudioFiles", .formats),
      ("Players", "Sources/Tools/Players", .tools), ("Mixing", "Sources/Engines/Mixing", .engines),
      ("Studio", "Sources/Studio", .studio), ("etude", "Sources/Apps/etude", .apps),
    ])
  func floors(name: String, path: String, floor: Floor) {
    #expect(Floor.of(target: name, path: path) == floor)
  }

  @Test(
    "a folder in the wrong place is on no floor",
    arguments: [
      ("Music", "Sources/Music"), ("Music", "Sources/Attic/Music"), ("Music", "Values/Music"),
      ("Music", "Sources/Values/Musik"), ("Music", "Sources/Values/Deep/Music"),
      ("Other", "Sources/Studio/Other"), ("Values", "Sources/Values"),
    ])
  func noFloor(name: String, path: String) {
    #expect(Floor.of(target: name, path: path) == nil)
  }
}

@Suite struct HouseTests {
  /// A small sound house: one room a floor, two engines, three rooms of values.
  private static let sound = House(rooms: [
    Room(name: "CFFT", floor: .c),
    Room(name: "Music", floor: .values),
    Room(name: "Signal", floor: .values, targets: ["CFFT"]),
    Room(name: "Production", floor: .values, targets: ["Music", "Signal"]),
    Room(name: "Styles", floor: .formats, targets: ["Production"], products: ["Yams"]),
    Room(name: "Players", floor: .tools, targets: ["Music"]),
    Room(name: "Composing", floor: .engines, targets: ["Players", "Music"]),
    Room(name: "Mixing", floor: .engines, targets: ["Signal"]),
    Room(name: "Studio", floor: .studio, targets: ["Composing", "Mixing", "Styles"]),
    Room(name: "etude", floor: .apps, targets: ["Studio"], products: ["ArgumentParser"]),
  ])

  /// The sound house with one more arrow.
  private static func house(_ room: String, needs other: String) -> House {
    var house = sound
    if let index = house.rooms.firstIndex(where: { $0.name == room }) {
      house.rooms[index].targets.append(other)
    }
    return house
  }

  @Test("a sound house breaks no rule")
  func soundHouse() {
    #expect(Self.sound.violations() == [])
  }

  @Test(
    "a planted bad arrow is found",
    arguments: [
      ("Music", "Studio", "upward"), ("Players", "Composing", "upward"),
      ("Studio", "etude", "upward"), ("Signal", "Production", "sideways"),
      ("Music", "Signal", "sideways"), ("Signal", "Music", "sideways"),
      ("Composing", "Mixing", "engines never import each other"),
      ("Mixing", "Composing", "engines never import each other"),
      ("Players", "Nobody", "no such room"),
    ])
  func badArrow(room: String, other: String, reason: String) {
    let violations = Self.house(room, needs: other).violations()
    #expect(violations.count == 1)
    #expect(violations.first?.hasPrefix("\(room) needs \(other)") == true, "\(violations)")
    #expect(violations.first?.contains(reason) == true, "\(violations)")
  }

  @Test("a C library has exactly one wrapper")
  func oneWrapper() {
    let two = Self.house("Mixing", needs: "CFFT").violations()
    #expect(two == ["CFFT must be wrapped by exactly one room, not Mixing, Signal"])
    var none = Self.sound
    none.rooms.append(Room(name: "CCairo", floor: .c))
    #expect(none.violations() == ["CCairo must be wrapped by exactly one room, not none"])
  }

  @Test("a room that stands on no floor is found")
  func homeless() {
    var house = Self.sound
    house.homeless = ["Attic"]
    #expect(house.violations() == ["Attic does not lie at Sources/FLOOR/Attic"])
  }

  @Test(
    "a bad import is found at its line",
    arguments: [
      ("Values/Music", "import Studio", "upward"),
      ("Values/Music", "public import Signal", "sideways"),
      ("Values/Music", "@preconcurrency import Foundation", "Values has no Foundation"),
      ("Values/Signal", "import Dispatch", "Values has no Foundation and no I/O"),
      ("Engines/Mixing", "import struct Composing.Plan", "engines never import each other"),
      ("Engines/Mixing", "import Music", "does not list it in needs"),
      ("Engines/Mixing", "import Yams", "does not list it in products"),
      ("Engines/Mixing", "import CFFT", "does not list it in needs"),
      ("Tools/Players", "import Players", "does not import itself"),
      ("Studio", "import etude", "upward"),
    ])
  func badImport(folder: String, line: String, reason: String) {
    var house = Self.sound
    let path = "Sources/\(folder)/File.swift"
    house.sources = [SourceFile(path: path, text: "// A comment.\n\(line)\n")]
    let violations = house.violations()
    #expect(violations.count == 1)
    #expect(violations.first?.hasPrefix("\(path):2 imports ") == true, "\(violations)")
    #expect(violations.first?.contains(reason) == true, "\(violations)")
  }

  @Test(
    "a good import passes",
    arguments: [
      ("Values/Production", "public import Music"), ("Values/Signal", "import Glibc"),
      ("Values/Signal", "import CFFT"), ("Formats/Styles", "import Yams"),
      ("Tools/Players", "import Foundation"), ("Engines/Composing", "import Players"),
      ("Studio", "import Mixing"), ("Apps/etude", "import ArgumentParser"),
    ])
  func goodImport(folder: String, line: String) {
    var house = Self.sound
    house.sources = [SourceFile(path: "Sources/\(folder)/File.swift", text: line)]
    #expect(house.violations() == [])
  }

  @Test("a file in no room is found")
  func strayFile() {
    var house = Self.sound
    house.sources = [SourceFile(path: "Sources/Engines/Lost/File.swift", text: "")]
    #expect(
      house.violations() == ["Sources/Engines/Lost/File.swift lies in no room of the package"])
  }

  @Test("tests of a room reach that room and what lies below it")
  func testsOfARoom() {
    var house = Self.sound
    house.tests = [
      .init(name: "PlayersTests", targets: ["Players", "Styles", "Music"]),
      .init(name: "SignalTests", targets: ["Signal", "CFFT"]), .init(name: "HouseTests"),
      .init(name: "CommandTests", targets: ["etude"]),
    ]
    #expect(house.violations() == [])
    house.tests = [
      .init(name: "MixingTests", targets: ["Mixing", "Composing"]),
      .init(name: "PlayersTests", targets: ["Studio"]), .init(name: "GhostTests"),
    ]
    #expect(
      house.violations() == [
        "GhostTests tests no room of that name",
        "MixingTests needs Composing: engines never import each other",
        "PlayersTests needs Studio: an upward arrow, Tools to Studio",
      ])
  }
}

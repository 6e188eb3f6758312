/// The rooms, their tests and their source, and the rules on which may know which.
struct House {
  /// The tests of a room: `XTests` for the room `X`, or a suite of the whole house.
  struct TestRoom {
    var name: String
    var targets: [String] = []
  }

  var rooms: [Room]
  var tests: [TestRoom] = []
  var sources: [SourceFile] = []
  /// Targets whose folder stands on no floor, as found while reading the description.
  var homeless: [String] = []

  /// Modules of the Swift toolchain and the platform that any room above Values may import.
  static let toolchain: Set<String> = [
    "Swift", "Foundation", "FoundationEssentials", "FoundationInternationalization",
    "FoundationNetworking", "CoreFoundation", "Glibc", "Musl", "Darwin", "Dispatch",
    "Synchronization", "RegexBuilder", "Observation", "_StringProcessing", "_Concurrency",
  ]

  /// What a room on the floor Values may import besides rooms: the C library for its mathematics,
  /// and atomics.
  static let toolchainOfValues: Set<String> = [
    "Swift", "Glibc", "Musl", "Darwin", "Synchronization",
  ]

  /// Suites of the whole house; they may reach any room.
  static let suitesOfTheWhole: Set<String> = ["HouseTests", "CommandTests"]

  /// Every rule that is broken, one sentence each, sorted; empty for a sound house.
  func violations() -> [String] {
    let all =
      homelessViolations() + arrowViolations() + wrapperViolations() + testViolations()
      + importViolations()
    return Set(all).sorted()
  }

  private func room(_ name: String) -> Room? { rooms.first { $0.name == name } }

  private func homelessViolations() -> [String] {
    homeless.map { "\($0) does not lie at Sources/FLOOR/\($0)" }
  }

  /// What is wrong with an arrow between two rooms; nil where it points down.
  private func fault(from room: Room, to other: Room) -> String? {
    if room.mayImport(other) { return nil }
    if room.floor == .engines, other.floor == .engines { return "engines never import each other" }
    let direction = other.floor > room.floor ? "upward" : "sideways"
    return "an \(direction) arrow, \(room.floor.folder) to \(other.floor.folder)"
  }

  private func arrowViolations() -> [String] {
    rooms.flatMap { room in
      room.targets.compactMap { name in
        guard let other = self.room(name) else { return "\(room.name) needs \(name): no such room" }
        return fault(from: room, to: other).map { "\(room.name) needs \(name): \($0)" }
      }
    }
  }

  private func wrapperViolations() -> [String] {
    rooms.filter { $0.floor == .c }.compactMap { library in
      var wrappers = rooms.filter { $0.targets.contains(library.name) }.map(\.name).sorted()
      // What no room needs is for the tests of one.
      if wrappers.isEmpty {
        wrappers = tests.filter { $0.targets.contains(library.name) }.map(\.name).sorted()
      }
      guard wrappers.count != 1 else { return nil }
      let list = wrappers.isEmpty ? "none" : wrappers.joined(separator: ", ")
      return "\(library.name) must be wrapped by exactly one room, not \(list)"
    }
  }

  private func testViolations() -> [String] {
    tests.filter { !Self.suitesOfTheWhole.contains($0.name) }.flatMap { test -> [String] in
      guard test.name.hasSuffix("Tests"), let tested = room(String(test.name.dropLast(5))) else {
        return ["\(test.name) tests no room of that name"]
      }
      return test.targets.compactMap { name in
        guard name != tested.name, let other = room(name) else { return nil }
        return fault(from: tested, to: other).map { "\(test.name) needs \(name): \($0)" }
      }
    }
  }

  private func importViolations() -> [String] {
    sources.flatMap { file -> [String] in
      guard let room = room(ofFile: file.path) else {
        return ["\(file.path) lies in no room of the package"]
      }
      return file.imports.compactMap { module, line in
        fault(importing: module, from: room).map { "\(file.path):\(line) imports \(module): \($0)" }
      }
    }
  }

  private func room(ofFile path: String) -> Room? {
    let folders = path.split(separator: "/").map(String.init)
    guard folders.count > 2, folders[0] == "Sources" else { return nil }
    if folders[1] == "Studio" { return room("Studio") }
    return rooms.first { $0.floor.folder == folders[1] && $0.name == folders[2] }
  }

  private func fault(importing module: String, from room: Room) -> String? {
    if module == room.name { return "a room does not import itself" }
    if let other = self.room(module) {
      if let fault = fault(from: room, to: other) { return fault }
      return room.targets.contains(module) ? nil : "Package.swift does not list it in needs"
    }
    if Self.toolchain.contains(module) {
      let isAllowed = room.floor > .values || Self.toolchainOfValues.contains(module)
      return isAllowed ? nil : "Values has no Foundation and no I/O"
    }
    return room.products.contains(module) ? nil : "Package.swift does not list it in products"
  }
}

extension House {
  /// Lays out the house that a package description and the source of a checkout tell of.
  init(_ description: PackageDescription, sources: [SourceFile]) {
    self.init(rooms: [], sources: sources)
    for target in description.targets {
      let needs = target.targetDependencies ?? []
      if target.type == "test" {
        tests.append(TestRoom(name: target.name, targets: needs))
      } else if let floor = Floor.of(target: target.name, path: target.path) {
        rooms.append(
          Room(
            name: target.name, floor: floor, targets: needs,
            products: target.productDependencies ?? []))
      } else {
        homeless.append(target.name)
      }
    }
  }
}

import Foundation

/// What `swift package describe --type json` says, as far as the house rules need it.
struct PackageDescription: Decodable {
  /// One target of the package.
  struct Target: Decodable {
    var name: String
    var type: String
    var path: String
    var targetDependencies: [String]?
    var productDependencies: [String]?

    enum CodingKeys: String, CodingKey {
      case name, type, path
      case targetDependencies = "target_dependencies"
      case productDependencies = "product_dependencies"
    }
  }

  /// One package that this package depends on directly.
  struct Dependency: Decodable {
    struct Requirement: Decodable {
      var exact: [String]?
    }

    var identity: String
    var url: String?
    var requirement: Requirement?
  }

  var targets: [Target]
  var dependencies: [Dependency]

  /// Reads the file that was written before the tests started: a test never calls SwiftPM.
  static func load(in repository: Repository) throws -> PackageDescription {
    let named = ProcessInfo.processInfo.environment["ETUDE_PACKAGE_DESCRIPTION"]
    let path = named ?? repository.root.appending(path: ".build/package.json").path
    guard let data = FileManager.default.contents(atPath: path), !data.isEmpty else {
      throw HouseError.noPackageDescription(path: path)
    }
    return try JSONDecoder().decode(PackageDescription.self, from: data)
  }
}

import Foundation

/// Why the program's data could not be found.
public enum ResourceError: Error, Hashable, Sendable {
  /// None of the places that were looked in holds the data.
  case notFound(name: String, places: [String])
}

/// Where the program's data lies: style files, presets, lexicons, the neural composer, targets of
/// mastering, texts of disclosures, the index of works.
///
/// Looked for in `ETUDE_DATA`, then beside the executable (`../share/etude`), then in the checkout
/// that the executable was built in.
public struct Resources: Hashable, Sendable {
  /// The folder of the style files that ship with the program.
  public let styles: String
  /// The folder of the presets of synthesised instruments; without it the SoundFont plays them.
  public let presets: String
  /// The folder of the lexicons.
  public let lexicons: String
  /// The folder of the neural composer's vocabulary and weights; it need not be there, for the
  /// players work without it.
  public let composer: String
  /// The folder of delivery targets and genre corridors for mastering.
  public let targets: String
  /// The folder of what human pieces are like; without it there is nothing to compare with.
  public let comparisons: String
  /// The folder of the texts of disclosures.
  public let disclosure: String
  /// The folder of the index of works that songs are compared with; it need not be there.
  public let reference: String

  /// The folder of the studio's page; nil where it is not installed.
  public let page: String?

  /// Makes resources from known folders.
  public init(
    styles: String, presets: String, lexicons: String, composer: String, targets: String,
    comparisons: String, disclosure: String, reference: String, page: String? = nil
  ) {
    self.styles = styles
    self.presets = presets
    self.lexicons = lexicons
    self.composer = composer
    self.targets = targets
    self.comparisons = comparisons
    self.disclosure = disclosure
    self.reference = reference
    self.page = page
  }

  /// Finds the data.
  ///
  /// Throws `notFound` with the places that were looked in.
  public static func locate(
    environment: [String: String], executable: String
  ) throws(ResourceError) -> Resources {
    var places: [String] = []
    if let data = environment["ETUDE_DATA"], !data.isEmpty { places.append(data) }
    let folder = PathName(executable).parent
    places.append(PathName(folder).parent + "/share/etude")
    var ancestor = folder
    while ancestor.count > 1 {
      if FileManager.default.fileExists(atPath: ancestor + "/Package.swift") {
        places.append(ancestor + "/Sources/Formats")
      }
      ancestor = PathName(ancestor).parent
    }
    for place in places {
      let installed = Resources(
        styles: "\(place)/styles", presets: "\(place)/presets", lexicons: "\(place)/lexicons",
        composer: "\(place)/composer", targets: "\(place)/targets",
        comparisons: "\(place)/comparisons", disclosure: "\(place)/disclosure",
        reference: "\(place)/reference", page: present("\(place)/page"))
      let inCheckout = Resources(
        styles: "\(place)/StyleFiles/Resources", presets: "\(place)/PresetFiles/Resources",
        lexicons: "\(place)/Lexicons/Resources", composer: "\(place)/Weights/Resources",
        targets: "\(place)/DeliveryTargets/Resources",
        comparisons: "\(place)/ComparisonFiles/Resources",
        disclosure: "\(place)/Disclosures/Resources",
        reference: "\(place)/ReferenceIndex/Resources",
        page: present("\(PathName(place).parent)/Web/StudioWeb/Page"))
      for found in [installed, inCheckout] {
        if FileAccess.isFolder(found.styles), FileAccess.isFolder(found.lexicons) { return found }
      }
    }
    throw .notFound(name: "styles and lexicons", places: places)
  }

  private static func present(_ page: String) -> String? {
    FileAccess.canRead("\(page)/index.html") ? page : nil
  }

  /// The running program's file, with links resolved.
  public static var executable: String {
    (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"))
      ?? CommandLine.arguments.first ?? ""
  }
}

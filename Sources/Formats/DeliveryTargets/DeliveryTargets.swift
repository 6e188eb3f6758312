import Foundation
public import Production
import Signal
import Yams

/// Why the targets or genres of mastering cannot be used.
public enum DeliveryTargetsError: Error, Hashable, Sendable {
  /// The file does not exist or may not be read.
  case notFound(path: String)
  /// The file is not YAML of the expected shape.
  case unreadable(path: String, cause: String)
  /// A value is out of its range.
  case outOfRange(
    path: String, name: String, key: String, got: Double, allowed: ClosedRange<Double>)
  /// There is no entry of that name; `known` are.
  case unknown(name: String, known: [String])
}

/// The delivery targets and genre corridors of the program's data, `targets.yaml` and `genres.yaml`.
public struct DeliveryTargets: Hashable, Sendable {
  /// The targets in the order of the file.
  public let targets: [DeliveryTarget]
  /// The corridors in the order of the file; the first is for any genre.
  public let genres: [GenreCorridor]

  /// Reads both files of a folder.
  public init(folder: String) throws(DeliveryTargetsError) {
    let targetsPath = "\(folder)/targets.yaml"
    let genresPath = "\(folder)/genres.yaml"
    let file: TargetsFile = try DeliveryTargets.decode(targetsPath)
    targets = try file.targets.map { entry throws(DeliveryTargetsError) in
      try entry.target(path: targetsPath)
    }
    let corridors: GenresFile = try DeliveryTargets.decode(genresPath)
    genres = try corridors.genres.map { entry throws(DeliveryTargetsError) in
      try entry.corridor(path: genresPath)
    }
  }

  /// The target of a name.
  public func target(_ name: String) throws(DeliveryTargetsError) -> DeliveryTarget {
    guard let target = targets.first(where: { $0.name == name.lowercased() }) else {
      throw .unknown(name: name, known: targets.map(\.name))
    }
    return target
  }

  /// The corridor of a genre.
  public func genre(_ name: String) throws(DeliveryTargetsError) -> GenreCorridor {
    guard let genre = genres.first(where: { $0.name == name.lowercased() }) else {
      throw .unknown(name: name, known: genres.map(\.name))
    }
    return genre
  }

  private static func decode<File: Decodable>(
    _ path: String
  ) throws(DeliveryTargetsError) -> File {
    guard let data = FileManager.default.contents(atPath: path) else { throw .notFound(path: path) }
    do {
      return try YAMLDecoder().decode(File.self, from: data)
    } catch {
      throw .unreadable(path: path, cause: "\(error)")
    }
  }

  static func check(
    _ value: Double, _ allowed: ClosedRange<Double>, _ key: String, of name: String, in path: String
  ) throws(DeliveryTargetsError) {
    guard allowed.contains(value) else {
      throw .outOfRange(path: path, name: name, key: key, got: value, allowed: allowed)
    }
  }
}

private struct TargetsFile: Decodable {
  struct Entry: Decodable {
    var name, title: String
    var loudness: Double
    var tolerance: Double?
    var ceiling: Double
    var quiet: String
    var sampleRate, bits: Int?
    var source, date: String

    func target(path: String) throws(DeliveryTargetsError) -> DeliveryTarget {
      try DeliveryTargets.check(loudness, -40...(-5), "loudness", of: name, in: path)
      try DeliveryTargets.check(ceiling, -20...0, "ceiling", of: name, in: path)
      if let sampleRate {
        try DeliveryTargets.check(
          Double(sampleRate), 8000...192_000, "sampleRate", of: name, in: path)
      }
      if let bits { try DeliveryTargets.check(Double(bits), 16...24, "bits", of: name, in: path) }
      return DeliveryTarget(
        name: name, title: title, loudness: LUFS(loudness), tolerance: Decibels(tolerance ?? 0.5),
        ceiling: Decibels(ceiling), quietTracks: quiet,
        sampleRate: sampleRate.map { SampleRate($0) },
        bits: bits, source: source, date: date)
    }
  }

  var targets: [Entry]
}

private struct GenresFile: Decodable {
  struct Entry: Decodable {
    var name: String
    var spectrum: [[Double]]
    var loudness, peakToLoudness, range: [Double]

    func corridor(path: String) throws(DeliveryTargetsError) -> GenreCorridor {
      var points: [GenreCorridor.Point] = []
      for row in spectrum {
        guard row.count == 3, row[0] > (points.last?.frequency.value ?? 0) else {
          throw .unreadable(
            path: path,
            cause: "the spectrum of \(name) needs rows of frequency, level, spread that rise")
        }
        try DeliveryTargets.check(row[2], 0...30, "spread", of: name, in: path)
        points.append(
          GenreCorridor.Point(
            frequency: Hertz(row[0]), level: Decibels(row[1]), spread: Decibels(row[2])))
      }
      for (key, values) in [
        ("loudness", loudness), ("peakToLoudness", peakToLoudness), ("range", range),
      ] where values.count != 2 || values[0] > values[1] {
        throw .unreadable(path: path, cause: "\(key) of \(name) is not lowest and highest")
      }
      return GenreCorridor(
        name: name, spectrum: points, loudness: loudness, peakToLoudness: peakToLoudness,
        range: range, source: "genres.yaml")
    }
  }

  var genres: [Entry]
}

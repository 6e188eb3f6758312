import Foundation
import Grooves
import Instruments
import Playback
import Progressions
import Signal
import StyleFiles
import Weights

/// One thing that was looked for on this machine.
public struct Finding: Hashable, Codable, Sendable {
  /// What was looked for.
  public var name: String
  /// What was found, or what is wrong.
  public var detail: String
  /// Whether it is as it should be.
  public var isFine: Bool
  /// Whether the program needs it.
  public var isRequired: Bool
  /// The command that mends it.
  public var remedy: String?
}

/// Looks at the machine: data, SoundFont, folders, sound, optional programs.
public enum Diagnosis {
  /// The command that installs the SoundFont.
  public static let soundFontRemedy = "sudo apt-get install fluid-soundfont-gm"

  /// Everything that was looked for, in order of importance.
  public static func findings(
    environment: [String: String], executable: String = Resources.executable
  ) -> [Finding] {
    let program = Finding(
      name: "etude", detail: "\(EtudeVersion.current) at \(executable)", isFine: true,
      isRequired: true)
    return [program, data(environment, executable)] + learned(environment, executable)
      + ownStyles(environment) + [
        configuration(environment), soundFont(environment), cache(environment), sound(),
        ffmpeg(environment),
      ]
  }

  private static func data(_ environment: [String: String], _ executable: String) -> Finding {
    do {
      let studio = try Studio(environment: environment, executable: executable, now: { 0 })
      let (styles, faults) = try StyleLibrary.load(folders: [studio.resources.styles]).survey()
      let count = "\(styles.count) styles in \(studio.resources.styles)"
      return Finding(
        name: "data", detail: ([count] + faults.map(\.problem)).joined(separator: "; "),
        isFine: !styles.isEmpty && faults.isEmpty, isRequired: true,
        remedy: styles.isEmpty || !faults.isEmpty ? dataRemedy : nil)
    } catch {
      return Finding(
        name: "data", detail: "\(error)", isFine: false, isRequired: true,
        remedy: dataRemedy)
    }
  }

  /// The learned models; without the neural composer the players write everything.
  private static func learned(_ environment: [String: String], _ executable: String) -> [Finding] {
    guard let studio = try? Studio(environment: environment, executable: executable, now: { 0 })
    else { return [] }
    let damaged = try? studio.damagedWeights()
    func finding(
      _ name: String, file: String, without: String, _ describe: () throws -> String
    ) -> Finding {
      var finding = Finding(name: name, detail: without, isFine: false, isRequired: false)
      finding.remedy = dataRemedy
      guard let detail = try? describe() else { return finding }
      if damaged?.contains(file) == true {
        finding.detail = "\(detail); its weights are not those that it came with"
        return finding
      }
      return Finding(
        name: name,
        detail: damaged == nil ? "\(detail); not compared with the digests it came with" : detail,
        isFine: true, isRequired: false)
    }
    return [
      finding(
        "neural composer", file: "composer.safetensors",
        without: "its weights cannot be used: the players write everything"
      ) {
        let card = try studio.composerCard()
        return "\(card.name), trained on \(card.works) works"
      },
      finding(
        "chord model", file: ChordFile.name,
        without: "its weights cannot be used: no chords are suggested, none learned"
      ) { "\(try studio.chordModel().genres.count) genres of harmony" },
      finding(
        "drum model", file: DrumFile.name,
        without: "its weights cannot be used: no beats and no drummer's feel"
      ) { "\(try studio.drumModel().genres.count) genres of drummers" },
    ]
  }

  private static let dataRemedy =
    "make install, or set ETUDE_DATA to the folder that holds styles/ and lexicons/"

  /// The user's own styles; nothing where there is no folder of them.
  private static func ownStyles(_ environment: [String: String]) -> [Finding] {
    let folder = StudioConfiguration.stylesFolder(environment: environment)
    guard FileManager.default.fileExists(atPath: folder) else { return [] }
    let name = "own styles"
    do {
      let (styles, faults) = try StyleLibrary.load(folders: [folder]).survey()
      let count = "\(styles.count) style\(styles.count == 1 ? "" : "s") in \(folder)"
      return [
        Finding(
          name: name,
          detail: ([count] + faults.map { "left out: \($0.problem)" }).joined(separator: "; "),
          isFine: faults.isEmpty, isRequired: false,
          remedy: faults.first.map { "etude styles check \($0.file)" })
      ]
    } catch {
      return [
        Finding(
          name: name, detail: "\(error)", isFine: false, isRequired: false,
          remedy: "make \(folder) a folder that you may read, or remove it")
      ]
    }
  }

  private static func configuration(_ environment: [String: String]) -> Finding {
    let path = StudioConfiguration.path(environment: environment)
    do {
      _ = try StudioConfiguration.load(environment: environment)
      let exists = FileManager.default.fileExists(atPath: path)
      return Finding(
        name: "configuration", detail: exists ? path : "\(path) (not there; defaults are used)",
        isFine: true, isRequired: false)
    } catch {
      return Finding(
        name: "configuration", detail: "\(error)", isFine: false, isRequired: true,
        remedy: "correct or remove \(path)")
    }
  }

  private static func soundFont(_ environment: [String: String]) -> Finding {
    let configured = try? StudioConfiguration.load(environment: environment).soundFont
    do {
      let path = try SoundFontLocator(configured: configured ?? nil).locate()
      return Finding(name: "SoundFont", detail: path, isFine: true, isRequired: true)
    } catch {
      return Finding(
        name: "SoundFont", detail: "none was found", isFine: false, isRequired: true,
        remedy: soundFontRemedy)
    }
  }

  private static func cache(_ environment: [String: String]) -> Finding {
    let folder = StudioConfiguration.cacheFolder(environment: environment)
    do {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      let isWritable = FileManager.default.isWritableFile(atPath: folder)
      return Finding(
        name: "cache", detail: folder, isFine: isWritable, isRequired: true,
        remedy: isWritable ? nil : "make \(folder) writable, or set XDG_CACHE_HOME")
    } catch {
      return Finding(
        name: "cache", detail: "\(folder) cannot be made", isFine: false, isRequired: true,
        remedy: "set XDG_CACHE_HOME to a folder that you may write")
    }
  }

  private static func sound() -> Finding {
    do {
      _ = try AudioOutput(sampleRate: 48_000, channels: 2)
      return Finding(
        name: "sound output", detail: "the system's default device", isFine: true,
        isRequired: false)
    } catch {
      return Finding(
        name: "sound output", detail: "no device; `etude play` needs one, nothing else does",
        isFine: false, isRequired: false,
        remedy: "connect a sound device, or check it with: aplay -l")
    }
  }

  private static func ffmpeg(_ environment: [String: String]) -> Finding {
    let folders = (environment["PATH"] ?? "").split(separator: ":")
    let path = folders.map { "\($0)/ffmpeg" }.first {
      FileManager.default.isExecutableFile(atPath: $0)
    }
    return Finding(
      name: "ffmpeg (optional)", detail: path ?? "not installed; nothing needs it yet",
      isFine: true, isRequired: false)
  }
}

import AudioFiles
import DeliveryTargets
import Foundation
import Mixing
public import Production
import Signal

extension Studio {
  /// The corridor into which a style's songs are brought; nil where the style names no genre.
  ///
  /// Throws `DeliveryTargetsError`.
  func corridor(of style: Style) throws -> GenreCorridor? {
    guard let genre = style.mix.genre else { return nil }
    return try DeliveryTargets(folder: resources.targets).genre(genre)
  }

  /// The delivery targets and genre corridors of the program's data.
  ///
  /// Throws `DeliveryTargetsError`.
  public func deliveryTargets() throws -> [DeliveryTarget] {
    try DeliveryTargets(folder: resources.targets).targets
  }

  /// The plans of a request, one a track; nothing is written.
  ///
  /// Throws as `master` does.
  public func masterPlans(
    _ request: MasterRequest, monitor: WorkMonitor = WorkMonitor()
  ) throws -> [MasterPlan] {
    do {
      let session = try MasterSession(studio: self, request: request, monitor: monitor)
      defer { session.discard() }
      return try session.plans().map(\.plan)
    } catch {
      throw StudioError.translated(error)
    }
  }

  /// Masters the inputs of a request and writes the files.
  ///
  /// Throws `MasterRequestError`, `DeliveryTargetsError`, `MixingError` (`unfit` for inputs that are silent, broken,
  /// clipped beyond repair or too short), `OutputError`, what a project may throw, and `StudioError.cancelled`.
  /// Files appear only when all is done.
  public func master(
    _ request: MasterRequest, monitor: WorkMonitor = WorkMonitor()
  ) throws -> MasterResult {
    do {
      let session = try MasterSession(studio: self, request: request, monitor: monitor)
      defer { session.discard() }
      return try session.run()
    } catch {
      throw StudioError.translated(error)
    }
  }
}

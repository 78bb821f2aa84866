package org.andiron.risk.monitoring;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.andiron.risk.evaluation.monitoring.BinCounts;
import org.andiron.risk.evaluation.monitoring.CalibrationDrift;
import org.andiron.risk.evaluation.monitoring.Counted;
import org.andiron.risk.evaluation.monitoring.Stability;

/** How models do, as metrics: of all servers, today. Tags are names of models and inputs. */
final class MonitorMeters {

  private final MultiGauge scores;
  private final MultiGauge stability;
  private final MultiGauge missing;
  private final MultiGauge unmapped;
  private final MultiGauge alarms;
  private final MultiGauge outcomes;
  private final MultiGauge calibration;

  MonitorMeters(MeterRegistry registry) {
    scores = MultiGauge.builder("andiron.risk.scores").register(registry);
    stability = MultiGauge.builder("andiron.risk.stability").register(registry);
    missing = MultiGauge.builder("andiron.risk.missing").register(registry);
    unmapped = MultiGauge.builder("andiron.risk.unmapped").register(registry);
    alarms = MultiGauge.builder("andiron.risk.alarms").register(registry);
    outcomes = MultiGauge.builder("andiron.risk.outcomes").register(registry);
    calibration = MultiGauge.builder("andiron.risk.calibration").register(registry);
  }

  void update(List<ModelHealth> all) {
    List<Row<?>> ofScores = new ArrayList<>();
    List<Row<?>> ofStability = new ArrayList<>();
    List<Row<?>> ofMissing = new ArrayList<>();
    List<Row<?>> ofUnmapped = new ArrayList<>();
    List<Row<?>> ofAlarms = new ArrayList<>();
    List<Row<?>> ofOutcomes = new ArrayList<>();
    List<Row<?>> ofCalibration = new ArrayList<>();
    for (ModelHealth health : all) {
      Tags model =
          Tags.of("model", health.model().key().id(), "version", health.model().key().version());
      ofAlarms.add(Row.of(model, health.findings().size()));
      health
          .outcomes()
          .forEach(
              (outcome, known) -> {
                Tags tags = model.and("outcome", outcome);
                CalibrationDrift counted = known.calibration();
                ofOutcomes.add(Row.of(tags, counted.outcomes()));
                if (counted.expected() > 0) {
                  ofCalibration.add(Row.of(tags, counted.observed() / counted.expected()));
                }
              });
      health
          .today()
          .ifPresent(
              today -> {
                ofScores.add(Row.of(model.and("result", "scored"), today.scored()));
                ofScores.add(
                    Row.of(model.and("result", "refused"), today.asked() - today.scored()));
                today
                    .features()
                    .forEach(
                        (name, counts) ->
                            ofMissing.add(Row.of(model.and("input", name), share(counts))));
                today
                    .unmapped()
                    .forEach(
                        (type, count) -> ofUnmapped.add(Row.of(model.and("type", type), count)));
                health.reference().ifPresent(it -> ofStability.addAll(stability(model, it, today)));
              });
    }
    scores.register(ofScores, true);
    stability.register(ofStability, true);
    missing.register(ofMissing, true);
    unmapped.register(ofUnmapped, true);
    alarms.register(ofAlarms, true);
    outcomes.register(ofOutcomes, true);
    calibration.register(ofCalibration, true);
  }

  private static double share(BinCounts counts) {
    return counts.total() == 0 ? 0 : (double) counts.missing() / counts.total();
  }

  private static List<Row<?>> stability(Tags model, Reference reference, DayCounts today) {
    List<Row<?>> rows = new ArrayList<>();
    Counted before = reference.comparable();
    Counted now = reference.comparable(today);
    add(rows, model.and("of", "score", "input", ""), before.scores(), now.scores());
    add(rows, model, "feature", before.features(), now.features());
    add(rows, model, "units", before.units(), now.units());
    return rows;
  }

  private static void add(
      List<Row<?>> rows,
      Tags model,
      String of,
      Map<String, BinCounts> before,
      Map<String, BinCounts> now) {
    before.forEach(
        (name, counts) -> {
          BinCounts counted = now.get(name);
          if (counted != null) {
            add(rows, model.and("of", of, "input", name), counts, counted);
          }
        });
  }

  private static void add(List<Row<?>> rows, Tags tags, BinCounts before, BinCounts now) {
    Stability.of(before, now).ifPresent(it -> rows.add(Row.of(tags, it.index())));
  }
}

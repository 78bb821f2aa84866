package org.andiron.risk.registry;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** A history that grows by what a lifecycle decides. */
final class History {

  private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

  private final List<Transition> transitions = new ArrayList<>();

  static ModelKey key(String id, int version) {
    return new ModelKey(id, Integer.toString(version));
  }

  static String digest(int n) {
    return HexFormat.of().toHexDigits(n).repeat(8);
  }

  Lifecycle now() {
    return Lifecycle.of(transitions);
  }

  History make(List<Step> steps) {
    for (Step step : steps) {
      long number = transitions.size() + 1L;
      transitions.add(new Transition(number, step, "because", "{}", BEGIN.plusSeconds(number)));
    }
    return this;
  }

  History folder(ModelKey... models) {
    Map<ModelKey, String> digests = new TreeMap<>();
    for (ModelKey model : models) {
      digests.put(model, digest(model.hashCode()));
    }
    return make(now().install(digests, Set.of()));
  }

  /** The folder has one demonstration, and nothing else. */
  History demonstration(ModelKey model) {
    return make(now().install(Map.of(model, digest(model.hashCode())), Set.of(model)));
  }

  History deploy(ModelKey model, ModelState state) {
    return make(now().deploy(model, digest(model.hashCode()), state));
  }

  History change(ModelKey model, ModelAction action) {
    return make(now().change(model, action));
  }

  History rollback(String id) {
    return make(now().rollback(id, it -> true));
  }

  ModelState state(ModelKey model) {
    return now().status(model).orElseThrow().state();
  }

  List<Transition> transitions() {
    return transitions;
  }
}

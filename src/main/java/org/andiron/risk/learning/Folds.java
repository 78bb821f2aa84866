package org.andiron.risk.learning;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Divides rows into folds with as many events and rows each, and no patient in two. */
final class Folds {

  private static final class Patient {
    private final List<Integer> rows = new ArrayList<>();
    private int events;
  }

  private Folds() {}

  /**
   * The fold of each row, counted from 0. Patients are taken in drawn order, those with most events
   * and rows first, and go to the fold that has fewest of both.
   *
   * @param outcomes 1 for events; quantities have none
   * @throws IllegalArgumentException if there are fewer patients than folds, or, where there are
   *     events, fewer with or without them
   */
  static int[] of(List<String> patients, double[] outcomes, boolean events, int folds, long seed) {
    Map<String, Patient> byName = new LinkedHashMap<>();
    for (int row = 0; row < outcomes.length; row++) {
      Patient patient = byName.computeIfAbsent(patients.get(row), name -> new Patient());
      patient.rows.add(row);
      patient.events += events && outcomes[row] == 1 ? 1 : 0;
    }
    List<Patient> drawn = new ArrayList<>(byName.values());
    requireEnough(drawn, events, folds);
    Collections.shuffle(drawn, new Random(seed));
    drawn.sort(
        Comparator.<Patient>comparingInt(patient -> -patient.events)
            .thenComparingInt(patient -> -patient.rows.size()));
    int[] eventsOf = new int[folds];
    int[] rowsOf = new int[folds];
    int[] foldOf = new int[outcomes.length];
    for (Patient patient : drawn) {
      int least = 0;
      for (int fold = 1; fold < folds; fold++) {
        boolean fewerEvents = eventsOf[fold] < eventsOf[least];
        boolean fewerRows = eventsOf[fold] == eventsOf[least] && rowsOf[fold] < rowsOf[least];
        if (patient.events > 0 ? fewerEvents || fewerRows : rowsOf[fold] < rowsOf[least]) {
          least = fold;
        }
      }
      eventsOf[least] += patient.events;
      rowsOf[least] += patient.rows.size();
      for (int row : patient.rows) {
        foldOf[row] = least;
      }
    }
    return foldOf;
  }

  private static void requireEnough(List<Patient> patients, boolean events, int folds) {
    long with = patients.stream().filter(patient -> patient.events > 0).count();
    long without =
        patients.stream().filter(patient -> patient.events < patient.rows.size()).count();
    if (patients.size() < folds || (events && (with < folds || without < folds))) {
      throw new IllegalArgumentException(
          "too few to learn of: %d patients, %d with the outcome and %d without, for %d folds"
              .formatted(patients.size(), with, without, folds));
    }
  }
}

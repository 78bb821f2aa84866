package org.andiron.audit.report;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.andiron.audit.report.Participant.Kind;

/** How often what was done. */
final class Totals {

  private final Map<Doing, Integer> done = new EnumMap<>(Doing.class);
  private final Map<String, Person> people = new LinkedHashMap<>();
  private int events;
  private int own;
  private int refused;
  private int emergencies;
  private int foreign;

  /** One who did something; the last event comes first. */
  static final class Person {

    private final ReportedEvent last;
    private int events;

    private Person(ReportedEvent last) {
      this.last = last;
    }

    /** The last that they did. */
    ReportedEvent last() {
      return last;
    }

    int events() {
      return events;
    }
  }

  /** Counts an event, none of which is newer than the one before. */
  void add(ReportedEvent event) {
    events++;
    if (event.refused()) {
      refused++;
    } else {
      done.merge(event.doing(), 1, Integer::sum);
    }
    own += event.who().kind() == Kind.SELF ? 1 : 0;
    emergencies += event.emergency() ? 1 : 0;
    foreign += event.origin().isPresent() ? 1 : 0;
    people.computeIfAbsent(event.who().key(), it -> new Person(event)).events++;
  }

  int events() {
    return events;
  }

  /** Of these how many were done, and not refused. */
  int done(Doing doing) {
    return done.getOrDefault(doing, 0);
  }

  int own() {
    return own;
  }

  int refused() {
    return refused;
  }

  int emergencies() {
    return emergencies;
  }

  /** Of these how many another system reported. */
  int foreign() {
    return foreign;
  }

  /** Everybody who did anything, the last one first. */
  List<Person> people() {
    return new ArrayList<>(people.values());
  }
}

package org.andiron.consent.proof;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.andiron.consent.proof.Player.Heard;
import org.andiron.consent.proof.World.Store;
import org.andiron.testsupport.FhirHttp;

/** Loads one world after the other and makes the same requests in both. */
final class TwoWorlds {

  private final World world;
  private final WorldDatabase database;
  private final IntFunction<FhirHttp> callers;
  private final Set<String> canaries = new TreeSet<>();

  /**
   * @param events what is stored while requests are made, whose tokens must not be heard either
   */
  TwoWorlds(World world, WorldDatabase database, IntFunction<FhirHttp> callers, List<Step> events) {
    this.world = world;
    this.database = database;
    this.callers = callers;
    this.canaries.addAll(world.canaries());
    Set<String> seen =
        world
            .visible()
            .flatMap(it -> Marks.in(Marks.text(it)).stream())
            .collect(Collectors.toSet());
    for (Step step : events) {
      if (step.event() != null && step.event().content() != null) {
        Set<String> marks = Marks.in(Marks.text(step.event().content()));
        marks.removeAll(seen);
        canaries.addAll(marks);
      }
    }
  }

  /** Tokens of what is hidden. */
  Set<String> canaries() {
    return Collections.unmodifiableSet(canaries);
  }

  /** World A from now on; somebody who has made no request. */
  Player enterA() {
    database.load(world.stores());
    database.setTimes(world.stores());
    return inA();
  }

  /** Somebody who has made no request, in world A as it is. */
  Player inA() {
    return new Player(callers, database::apply, canaries);
  }

  /** World B from now on. */
  Player enterB() {
    database.load(world.withoutHidden());
    database.setTimes(world.stores());
    return new Player(callers, this::applyInB, canaries);
  }

  private void applyInB(List<Store> stores) {
    List<Store> known =
        stores.stream().filter(it -> !world.hidden().contains(it.reference())).toList();
    if (!known.isEmpty()) {
      database.apply(known);
    }
  }

  static List<Difference> differences(List<Step> steps, List<Heard> inA, List<Heard> inB) {
    return IntStream.range(0, steps.size())
        .mapToObj(i -> difference(steps.get(i), inA.get(i), inB.get(i)))
        .flatMap(Optional::stream)
        .toList();
  }

  private static Optional<Difference> difference(Step step, Heard inA, Heard inB) {
    return inA.text().equals(inB.text())
        ? Optional.empty()
        : Optional.of(new Difference(step, inA, inB));
  }

  /** Whether requests differ, as the first that are made in their worlds. */
  List<Optional<Difference>> ask(List<Step> steps) {
    List<Heard> inB = enterB().play(steps);
    List<Heard> inA = enterA().play(steps);
    return IntStream.range(0, steps.size())
        .mapToObj(i -> difference(steps.get(i), inA.get(i), inB.get(i)))
        .toList();
  }
}

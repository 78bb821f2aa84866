package org.andiron.consent.proof;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntFunction;
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
    for (Step step : events) {
      if (step.event() != null && step.event().content() != null) {
        Set<String> marks = Marks.in(Marks.text(step.event().content()));
        marks.removeIf(it -> world.visible().anyMatch(seen -> Marks.text(seen).contains(it)));
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
        .filter(i -> !inA.get(i).text().equals(inB.get(i).text()))
        .mapToObj(i -> new Difference(steps.get(i), inA.get(i), inB.get(i)))
        .toList();
  }

  /**
   * The requests that differ with as few parameters, headers and entries as still make a
   * difference, each as the first request to its world; as they are if they make none there.
   */
  List<Difference> shrink(List<Difference> differences) {
    List<Difference> smallest = new ArrayList<>(differences);
    boolean smaller = true;
    while (smaller) {
      smaller = false;
      List<Step> candidates = new ArrayList<>();
      List<Integer> origins = new ArrayList<>();
      for (int i = 0; i < smallest.size(); i++) {
        for (Step candidate : Shrinking.smaller(smallest.get(i).step())) {
          candidates.add(candidate);
          origins.add(i);
        }
      }
      if (candidates.isEmpty()) {
        break;
      }
      List<Heard> inB = enterB().play(candidates);
      List<Heard> inA = enterA().play(candidates);
      for (int i = candidates.size() - 1; i >= 0; i--) {
        if (!inA.get(i).text().equals(inB.get(i).text())) {
          smallest.set(origins.get(i), new Difference(candidates.get(i), inA.get(i), inB.get(i)));
          smaller = true;
        }
      }
    }
    return smallest;
  }
}

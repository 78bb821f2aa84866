package org.andiron.consent.proof;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.andiron.consent.proof.ConsentDraft.Kind;
import org.andiron.consent.proof.World.Store;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.DomainResource;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.StringType;

/** Makes worlds of some patients, from some of whose records something is withheld. */
final class WorldGenerator {

  /** Which patient {@link ProofCaller#PATIENT} is: one who asks for nothing. */
  private static final int OF_CALLER = 5;

  /** One in so many has a draft of a Consent, the patient who calls among them. */
  private static final int DRAFTS_AMONG = 3;

  private static final List<Kind> DRAFTED =
      List.of(Kind.NOT_ONE_TYPE, Kind.NOT_ONE_CODE, Kind.NO_PSYCHIATRY_BY_LABEL, Kind.TREATMENT);

  private final Judge judge;
  private final Set<ProofCaller> callers;

  /** Consents that only keep from reading what exists, and so have no effect on what is stored. */
  private static final Set<Kind> ABOUT_STORED =
      Set.of(Kind.NOT_SOME_RESOURCES, Kind.NOT_ONE_ENCOUNTER);

  /**
   * @param callers from all of whom the same is withheld
   */
  WorldGenerator(Judge judge, Set<ProofCaller> callers) {
    this.judge = judge;
    this.callers = Set.copyOf(callers);
  }

  /**
   * A world.
   *
   * @param permissive whether what no consent is about is permitted
   */
  World generate(long seed, int patients, boolean permissive) {
    WorldDraft draft = new WorldDraft(seed);
    draft.addStaff();
    draft.addShared();
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < patients; i++) {
      String id = i == OF_CALLER ? "test-patient" : draft.marks().word();
      draft.addPatientWithRecord(id);
      ids.add(id);
    }
    for (int i = 1; i < ids.size(); i += 6) {
      draft.addOfTwo(ids.get(i - 1), ids.get(i));
    }
    ConsentDraft consents = new ConsentDraft(draft);
    Set<String> lasting = new HashSet<>();
    for (int i = 0; i < ids.size(); i++) {
      boolean asks = i % 2 == 0;
      if (asks) {
        Kind kind = Kind.values()[i / 2 % Kind.values().length];
        consents.add(kind, ids.get(i));
        if (!ABOUT_STORED.contains(kind)) {
          lasting.add(ids.get(i));
        }
      }
      if (!permissive && i % 3 != 0) {
        consents.add(Kind.TREATMENT, ids.get(i));
      }
    }
    for (int i = OF_CALLER % DRAFTS_AMONG; i < ids.size(); i += DRAFTS_AMONG) {
      consents.addNotInForce(DRAFTED.get(i / DRAFTS_AMONG % DRAFTED.size()), ids.get(i));
    }
    // In both worlds: who is restricted in nothing may do more.
    String unknown = draft.marks().word();
    draft.addPatient(unknown);
    consents.add(Kind.NOTHING_TO_ANYBODY, unknown);
    Judge.Withheld withheld = settle(draft);
    Set<String> hidden = withheld.hidden();
    Set<String> shared = shared(draft, hidden, lasting);
    hidden.stream().filter(it -> draft.patientsOf(it).contains(unknown)).forEach(shared::add);
    return new World(stores(draft, seed), hidden, shared, pinned(draft, hidden), withheld.masked());
  }

  /** Hidden Consents of patients who are not, if they say something of what may be stored. */
  private static Set<String> shared(WorldDraft draft, Set<String> hidden, Set<String> lasting) {
    Set<String> shared = new TreeSet<>();
    for (String reference : hidden) {
      if (reference.startsWith("Consent/")
          && draft.patientsOf(reference).stream()
              .anyMatch(it -> lasting.contains(it) && !hidden.contains("Patient/" + it))) {
        shared.add(reference);
      }
    }
    return shared;
  }

  private static Set<String> pinned(WorldDraft draft, Set<String> hidden) {
    Set<String> pinned = new TreeSet<>();
    for (String reference : hidden) {
      pinned.addAll(Judge.links(draft.resources().get(reference)));
    }
    pinned.removeAll(hidden);
    return pinned;
  }

  /** Leaves out references to what is hidden, which world B cannot have, until there are none. */
  private Judge.Withheld settle(WorldDraft draft) {
    while (true) {
      Judge.Withheld withheld = judge.from(callers, draft);
      Set<String> hidden = withheld.hidden();
      boolean settled = true;
      for (Resource resource : List.copyOf(draft.resources().values())) {
        if (hidden.contains(resource.getId())) {
          continue;
        }
        for (String target : Judge.targets(resource)) {
          if (hidden.contains(target)) {
            settled = false;
            leaveOut(draft, resource, target);
          }
        }
      }
      if (settled) {
        return withheld;
      }
    }
  }

  /** Without its Patient a resource would be of another record, or of none. */
  private static void leaveOut(WorldDraft draft, Resource resource, String target) {
    if (target.startsWith("Patient/") || resource.fhirType().equals("Consent")) {
      remove(draft, resource.getId());
      return;
    }
    if (resource instanceof Bundle bundle) {
      bundle.getEntry().removeIf(it -> target.equals(Judge.reference(it.getResource())));
    }
    for (Reference reference : Judge.references(resource)) {
      if (target.equals(reference.getReference())) {
        reference.setReference(null).setDisplay("left out");
      }
    }
  }

  private static void remove(WorldDraft draft, String reference) {
    draft.remove(reference);
    for (Resource other : List.copyOf(draft.resources().values())) {
      if (Judge.targets(other).contains(reference)) {
        leaveOut(draft, other, reference);
      }
    }
  }

  /** In a random order in which each comes after what it refers to; then second versions, ends. */
  private static List<Store> stores(WorldDraft draft, long seed) {
    Random random = new Random(seed + 2);
    Map<String, Set<String>> waiting = new LinkedHashMap<>();
    draft
        .resources()
        .forEach(
            (reference, resource) -> {
              Set<String> targets = new TreeSet<>(Judge.targets(resource));
              targets.remove(reference);
              waiting.put(reference, targets);
            });
    List<Store> stores = new ArrayList<>();
    while (!waiting.isEmpty()) {
      List<String> ready =
          waiting.entrySet().stream()
              .filter(it -> it.getValue().stream().noneMatch(waiting::containsKey))
              .map(Map.Entry::getKey)
              .toList();
      List<String> some = new ArrayList<>(ready);
      Collections.shuffle(some, random);
      for (String next : some.subList(0, Math.max(1, some.size() / 3))) {
        waiting.remove(next);
        stores.add(new Store(next, draft.resources().get(next)));
      }
    }
    List<Store> later = new ArrayList<>();
    Set<String> referred = new HashSet<>();
    draft.resources().values().forEach(it -> referred.addAll(Judge.targets(it)));
    for (Store store : stores) {
      boolean staff = draft.patientsOf(store.reference()).isEmpty();
      if (!staff && random.nextInt(10) == 0) {
        later.add(new Store(store.reference(), next(draft, store.content())));
      } else if (!staff
          && random.nextInt(15) == 0
          && !referred.contains(store.reference())
          && !Set.of("Consent", "DocumentReference").contains(store.type())) {
        later.add(new Store(store.reference(), null));
      }
    }
    Collections.shuffle(later, random);
    stores.addAll(later);
    return stores;
  }

  /** Another version, to which the same consents apply. */
  static Resource next(WorldDraft draft, Resource before) {
    return next(draft.marks(), before);
  }

  /** Another version with other words and numbers. */
  static Resource next(Marks marks, Resource before) {
    Resource after = before.copy();
    if (after instanceof Bundle bundle) {
      bundle.getIdentifier().setValue(marks.word());
      bundle.getEntry().forEach(it -> it.setResource(next(marks, it.getResource())));
    }
    if (after instanceof DomainResource whole) {
      whole.getText().setDivAsString("<div>" + marks.word() + "</div>");
      whole.addExtension(WorldDraft.NOTES, new StringType(marks.word()));
    }
    if (after instanceof Observation observation
        && observation.getValue() instanceof Quantity quantity) {
      quantity.setValue(new BigDecimal(marks.number()));
    }
    return after;
  }
}

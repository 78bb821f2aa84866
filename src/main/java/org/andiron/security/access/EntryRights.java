package org.andiron.security.access;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.andiron.security.access.AccessDecision.Allowed;
import org.andiron.visibility.Portion;
import org.andiron.visibility.Visibility;

/**
 * What the entries of a transaction that write are allowed together. They share lookups and one
 * resolution of references, so that what exists for one of them exists for all. So no entry may
 * gain by another: of its own type no more may exist for it than alone, and references may lead no
 * further than those of one of the entries would alone.
 */
final class EntryRights {

  /** What one entry is allowed that writes resources of the types. */
  private record OfEntry(Set<String> types, Visibility visibility) {}

  private final List<OfEntry> entries = new ArrayList<>();
  private final Set<Portion> portions = new LinkedHashSet<>();
  private final Set<String> shown = new TreeSet<>();
  private Optional<String> owner = Optional.empty();

  void add(Set<String> types, Allowed allowed) {
    entries.add(new OfEntry(types, allowed.visibility()));
    portions.addAll(allowed.visibility().portions());
    shown.addAll(allowed.shown());
    owner = owner.or(() -> allowed.visibility().owner());
  }

  /** What is allowed to the transaction; refused if an entry would gain by it. */
  Allowed together() {
    Visibility all = new Visibility(List.copyOf(portions), owner);
    Set<String> widened = new TreeSet<>();
    for (OfEntry entry : Set.copyOf(entries)) {
      entry.types().stream()
          .filter(type -> !entry.visibility().agreesOn(type, all))
          .forEach(widened::add);
    }
    boolean referring =
        entries.isEmpty()
            || entries.stream().distinct().anyMatch(it -> it.visibility().agreesOnReferences(all));
    if (!widened.isEmpty() || !referring) {
      throw AccessRefusal.ofEntries(widened);
    }
    return new Allowed(all, shown);
  }
}

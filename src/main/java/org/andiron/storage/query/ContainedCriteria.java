package org.andiron.storage.query;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.andiron.storage.query.Criterion.Indexed;
import org.andiron.storage.query.Criterion.ReferenceMatch;
import org.andiron.storage.query.Criterion.ReferenceValue;
import org.andiron.storage.query.Criterion.UriValue;

/**
 * Chains into contained resources: the index has their values under the resource that contains
 * them, so that a chain becomes a condition on that. From a contained resource a chain goes on to
 * other contained ones, not to stored ones.
 *
 * @see <a href="https://hl7.org/fhir/R4/search.html#contained">Contained resources</a>
 */
final class ContainedCriteria {

  private static final Criterion NOTHING = new Criterion.Nothing();

  /** The index follows as many references from one contained resource to the next. */
  private static final int DEEPEST = 3;

  /**
   * The contained resources that a reference leads to, as far as they are of one type.
   *
   * @param depth how many references lead there from the container
   */
  private record Place(Criterion.Link link, String type, int depth) {

    IndexKey key() {
      return new IndexKey(link.key().code() + ':' + type, link.key().types());
    }

    /** The parameter under which the container has a parameter of the contained resource. */
    IndexKey key(IndexKey inside) {
      return new IndexKey(key().code() + '.' + inside.code(), link.key().types());
    }

    boolean has(IndexKey inside) {
      return inside.types().contains(type);
    }
  }

  private final Predicate<IndexKey> isIndexed;

  /** Looks only where the index has something. */
  ContainedCriteria(Predicate<IndexKey> isIndexed) {
    this.isIndexed = isIndexed;
  }

  /** Lets every chain look into contained resources too. */
  Criterion with(Criterion criterion) {
    if (criterion instanceof Criterion.And and) {
      return new Criterion.And(and.criteria().stream().map(this::with).toList());
    }
    if (criterion instanceof Criterion.Or or) {
      return new Criterion.Or(or.criteria().stream().map(this::with).toList());
    }
    if (criterion instanceof Criterion.Not not) {
      return new Criterion.Not(with(not.criterion()));
    }
    if (criterion instanceof Criterion.Chain chain) {
      List<Criterion> alternatives = new ArrayList<>();
      alternatives.add(chain);
      alternatives.addAll(inside(chain.link(), chain.target(), 1));
      return alternatives.size() == 1 ? chain : new Criterion.Or(alternatives);
    }
    return criterion;
  }

  /** What there is in any of the places; none without a marker in the index is gone into. */
  private List<Criterion> inside(Criterion.Link link, Search target, int depth) {
    return target.types().stream()
        .map(type -> new Place(link, type, depth))
        .filter(it -> isIndexed.test(it.key()))
        .map(it -> inside(it, target.criteria()))
        .filter(it -> !it.equals(NOTHING))
        .toList();
  }

  private Criterion inside(Place place, List<Criterion> criteria) {
    List<Criterion> conditions = new ArrayList<>();
    for (Criterion criterion : criteria) {
      Criterion condition = inside(place, criterion);
      if (condition.equals(NOTHING)) {
        return NOTHING;
      }
      conditions.add(condition);
    }
    return conditions.size() == 1 ? conditions.get(0) : new Criterion.And(conditions);
  }

  private Criterion inside(Place place, Criterion criterion) {
    if (criterion instanceof Criterion.And and) {
      return inside(place, and.criteria());
    }
    if (criterion instanceof Criterion.Or or) {
      List<Criterion> alternatives =
          or.criteria().stream()
              .map(it -> inside(place, it))
              .filter(it -> !it.equals(NOTHING))
              .toList();
      return alternatives.isEmpty() ? NOTHING : new Criterion.Or(alternatives);
    }
    if (criterion instanceof Criterion.Not not) {
      // The container must contain something of which it is not so.
      Criterion there = new Criterion.Present(place.key(), ParameterKind.URI, List.of());
      Criterion condition = inside(place, not.criterion());
      return condition.equals(NOTHING)
          ? there
          : new Criterion.And(List.of(there, new Criterion.Not(condition)));
    }
    if (criterion instanceof Indexed indexed) {
      return place.has(indexed.key()) ? indexed.of(place.key(indexed.key())) : NOTHING;
    }
    if (criterion instanceof Criterion.SomeOther other) {
      Criterion condition = inside(place, other.criterion());
      return condition instanceof Indexed indexed ? new Criterion.SomeOther(indexed) : NOTHING;
    }
    if (criterion instanceof Criterion.Composite composite) {
      return place.has(composite.key()) ? inside(place, composite) : NOTHING;
    }
    if (criterion instanceof Criterion.Near near) {
      return place.has(near.key())
          ? new Criterion.Near(place.key(near.key()), near.places())
          : NOTHING;
    }
    if (criterion instanceof Criterion.Present present) {
      return place.has(present.key())
          ? new Criterion.Present(place.key(present.key()), present.kind(), List.of())
          : NOTHING;
    }
    if (criterion instanceof Criterion.Reference reference) {
      return place.has(reference.link().key()) ? inside(place, reference) : NOTHING;
    }
    if (criterion instanceof Criterion.Chain chain
        && place.depth() < DEEPEST
        && place.has(chain.link().key())) {
      List<Criterion> further =
          inside(link(place, chain.link()), chain.target(), place.depth() + 1);
      return further.isEmpty() ? NOTHING : new Criterion.Or(further);
    }
    return NOTHING;
  }

  private static Criterion inside(Place place, Criterion.Composite composite) {
    List<List<Indexed>> combinations =
        composite.combinations().stream()
            .map(combination -> combination.stream().map(it -> it.of(place.key(it.key()))).toList())
            .toList();
    return new Criterion.Composite(place.key(composite.key()), combinations);
  }

  /** All references of contained resources are in the index as they are written. */
  private static Criterion inside(Place place, Criterion.Reference reference) {
    List<ReferenceValue> values = new ArrayList<>();
    for (ReferenceValue value : reference.values()) {
      if (value instanceof ReferenceValue.Local local && local.version() == null) {
        List<String> types = local.types().isEmpty() ? reference.link().targets() : local.types();
        types.forEach(
            type ->
                values.add(
                    new ReferenceValue.Elsewhere(new UriValue(type + '/' + local.id(), null))));
      } else {
        values.add(value);
      }
    }
    return reference.match() == ReferenceMatch.EQUALS
        ? new Criterion.Reference(link(place, reference.link()), reference.match(), values)
        : NOTHING;
  }

  private static Criterion.Link link(Place place, Criterion.Link inside) {
    return new Criterion.Link(place.key(inside.key()), List.of(), inside.targets());
  }
}

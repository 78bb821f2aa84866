package org.andiron.storage.query;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.andiron.storage.query.Criterion.Link;
import org.andiron.storage.query.Criterion.ReferenceMatch;
import org.andiron.storage.query.Criterion.ReferenceValue;
import org.andiron.storage.query.Criterion.UriMatch;
import org.andiron.storage.query.Criterion.UriValue;

/**
 * Resources by their references: those to resources here are links. What is selected is a condition
 * on a row of {@code hfj_resource}, where policies have decided about the source of the link, so
 * the view that knows none will do; only hierarchies go by sources that are no such rows.
 */
final class LinkSql {

  /**
   * The references that make strict hierarchies.
   *
   * @see <a href="https://hl7.org/fhir/R4/search.html#recursive">Hierarchies of references</a>
   */
  private static final List<String> PARENTS =
      List.of("Encounter.partOf", "Location.partOf", "Organization.partOf");

  /** References elsewhere have no target; a null among others would make "not in" find none. */
  private static final String HERE = " and l.target_resource_id is not null";

  private final IndexRows rows;

  LinkSql(IndexRows rows) {
    this.rows = rows;
  }

  /** The resources whose reference leads to one of the values. */
  List<Sql> references(Criterion.Reference reference) {
    Link link = reference.link();
    ReferenceMatch match = reference.match();
    List<UriValue> elsewhere = new ArrayList<>();
    List<UriValue> versions = new ArrayList<>();
    List<ReferenceValue.Local> current = new ArrayList<>();
    List<ReferenceValue.Local> versioned = new ArrayList<>();
    for (ReferenceValue value : reference.values()) {
      if (value instanceof ReferenceValue.Local local) {
        (local.version() == null ? current : versioned).add(local);
        versions.addAll(literals(local));
      } else {
        elsewhere.add(((ReferenceValue.Elsewhere) value).uri());
      }
    }
    List<Sql> selects = new ArrayList<>();
    if (!link.paths().isEmpty()) {
      if (!current.isEmpty()) {
        selects.add(local(link, inHierarchy(match, targets(current))));
      }
      // Only the first in the hierarchy has the version.
      if (!versioned.isEmpty() && match != ReferenceMatch.EQUALS) {
        selects.add(local(link, farInHierarchy(match, targets(versioned))));
      }
    }
    elsewhere(link.key(), UriMatch.EQUALS, versions).ifPresent(selects::add);
    elsewhere(link.key(), uriMatch(match), elsewhere).ifPresent(selects::add);
    return selects;
  }

  /** How a reference to a version of a resource here is in the index. */
  private static List<UriValue> literals(ReferenceValue.Local local) {
    return local.version() == null
        ? List.of()
        : local.types().stream()
            .map(type -> new UriValue(type + '/' + local.id(), local.version()))
            .toList();
  }

  private static UriMatch uriMatch(ReferenceMatch match) {
    return switch (match) {
      case EQUALS -> UriMatch.EQUALS;
      case ABOVE -> UriMatch.ABOVE;
      case BELOW -> UriMatch.BELOW;
    };
  }

  private Optional<Sql> elsewhere(IndexKey key, UriMatch match, List<UriValue> uris) {
    return rows.select("idx_uri", "t", key, UriSql.onIndex("t", match, uris));
  }

  private static Sql local(Link link, Sql targets) {
    return from(link, "l.src_resource_id")
        .then(" and l.target_resource_id in (")
        .then(targets)
        .then(")");
  }

  /** A right to what a reference names is not needed to find the reference. */
  private static Sql targets(List<ReferenceValue.Local> values) {
    Map<List<String>, List<String>> byTypes = new LinkedHashMap<>();
    values.forEach(
        it -> byTypes.computeIfAbsent(it.types(), types -> new ArrayList<>()).add(it.id()));
    List<Sql> alternatives = new ArrayList<>();
    byTypes.forEach(
        (types, ids) -> {
          Sql hasId = Sql.isOneOf("s.fhir_id", ids);
          alternatives.add(
              types.isEmpty()
                  ? hasId
                  : Sql.of("(")
                      .then(Sql.isOneOf("s.res_type", types), Sql.of(" and "), hasId)
                      .then(")"));
        });
    return Sql.of("select s.res_id from andiron.named_resource s where ")
        .then(Sql.any(alternatives));
  }

  private static Sql inHierarchy(ReferenceMatch match, Sql targets) {
    return match == ReferenceMatch.EQUALS ? targets : hierarchy(targets, step(match, "h"));
  }

  /** Without the targets themselves. */
  private static Sql farInHierarchy(ReferenceMatch match, Sql targets) {
    Sql first = Sql.of("with f (id) as (").then(targets).then(") ").then(step(match, "f"));
    return hierarchy(Sql.of("(").then(first).then(")"), step(match, "h"));
  }

  private static Sql hierarchy(Sql first, Sql step) {
    return Sql.of("with recursive h (id) as (")
        .then(first)
        .then(" union ")
        .then(step)
        .then(") select id from h");
  }

  private static Sql step(ReferenceMatch match, String from) {
    String source = "p.src_resource_id";
    String target = "p.target_resource_id";
    boolean above = match == ReferenceMatch.ABOVE;
    return Sql.of(
        "select "
            + (above ? target : source)
            + " from "
            + from
            + " join andiron.searchable_link p on "
            + (above ? source : target)
            + " = "
            + from
            + ".id where "
            + (above ? target + " is not null and " : "")
            + "p.src_path = any(?)",
        (Object) PARENTS.toArray(String[]::new));
  }

  /** The resources with a reference to one that {@code targets} selects. */
  static Optional<Sql> sources(Link link, Sql targets) {
    return join(link, "l.src_resource_id", "l.target_resource_id", targets);
  }

  /**
   * The resources to which one that {@code sources} selects has a reference.
   *
   * @param types of the resources; empty for all
   */
  static Optional<Sql> targets(Link link, List<String> types, Sql sources) {
    Optional<Sql> all =
        join(link, "l.target_resource_id", "l.src_resource_id", sources).map(it -> it.then(HERE));
    // So that references to other types are left out before their targets are looked up.
    return types.isEmpty()
        ? all
        : all.map(it -> it.then(" and ").then(Sql.isOneOf("l.target_resource_type", types)));
  }

  /** The resources with a reference that leads anywhere here. */
  static Optional<Sql> sources(List<String> paths) {
    return paths.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Sql.of("select l.src_resource_id from andiron.link_of_source l where ")
                .then(Sql.isOneOf("l.src_path", paths))
                .then(HERE));
  }

  /** The entries of Lists. */
  static Sql entries(List<String> lists) {
    return Sql.of(
            "select l.target_resource_id from andiron.link_of_source l where l.src_path = ?"
                + " and l.src_resource_id in (select s.res_id from hfj_resource s"
                + " where s.res_type = ? and s.res_deleted_at is null and ",
            "List.entry.item",
            "List")
        .then(Sql.isOneOf("s.fhir_id", lists))
        .then(")" + HERE);
  }

  private static Optional<Sql> join(Link link, String selected, String restricted, Sql others) {
    return link.paths().isEmpty()
        ? Optional.empty()
        : Optional.of(
            from(link, selected).then(" and " + restricted + " in (").then(others).then(")"));
  }

  private static Sql from(Link link, String selected) {
    return Sql.of("select " + selected + " from andiron.link_of_source l where ")
        .then(Sql.isOneOf("l.src_path", link.paths()));
  }
}

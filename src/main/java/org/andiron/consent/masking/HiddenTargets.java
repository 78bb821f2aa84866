package org.andiron.consent.masking;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import org.andiron.consent.rule.ResourceRef;
import org.andiron.storage.RestrictedAccess;
import org.andiron.visibility.Withheld;
import org.hl7.fhir.r4.model.Reference;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Finds references to resources that patients withhold. What they say of their targets beside the
 * id would tell what is withheld; what a caller has no right to see by roles and scopes alone is
 * named as it is.
 *
 * <p>A reference that names nothing of this server by its literal names by its identifier all that
 * have it. If one of them is not withheld, nobody can tell that another was meant.
 */
final class HiddenTargets {

  private static final String TYPES = "http://hl7.org/fhir/StructureDefinition/";

  /**
   * As the policies on the tables say it, see {@code V25__consent.sql}, of a Binary by what stands
   * for it, see {@code V53__strictest_referrer.sql}, and by identifiers as the search index has
   * them, see {@code V2__search_index.sql}.
   */
  private static final String WITHHELD =
      """
      with exempt as materialized (
        select res_id from hfj_resource where res_type = 'Patient' and fhir_id = any(?::text[])),
      identifiers as materialized (
        select id, resource_type from andiron.search_parameter where code = 'identifier')
      select w.number
      from unnest(?::text[], ?::text[], ?::text[], ?::text[])
        with ordinality w (type, id, system, value, number)
      cross join lateral (
        select r.res_id from hfj_resource r where r.res_type = w.type and r.fhir_id = w.id
        union all
        select t.res_id
        from identifiers i
        join andiron.idx_token t on t.param = i.id and t.code = w.value
        where w.value is not null and (w.type is null or i.resource_type = w.type)
          and case when w.system is null then t.system is null
            else t.system = (select s.id from andiron.search_system s where s.uri = w.system) end) c
      group by w.number
      having bool_and(exists (
        select 1 from (
          select c.res_id, false as withheld
          union all
          select b.referrer, b.referrer_type = 'Binary' from andiron.binary_referrer b
          where w.type = 'Binary' and b.binary_id = w.id and b.context = exists (
            select 1 from andiron.binary_referrer o where o.binary_id = w.id and o.context)
          union all
          select f.referrer, false from andiron.binary_former_referrer f
          where w.type = 'Binary' and f.binary_id = w.id and not exists (
            select 1 from andiron.binary_referrer o where o.binary_id = w.id)) s
        where s.withheld or exists (
          select 1 from andiron.ruled d
          where d.res_id = s.res_id and d.to_version is null
            and (d.rule > ? or case when d.patient in (select res_id from exempt)
              then d.rule = any(?::int[]) else d.rule = any(?::int[]) end))))
      """;

  private final ObjectProvider<RestrictedAccess> access;
  private final JdbcTemplate jdbc;
  private final Supplier<? extends Collection<String>> ownBases;

  /**
   * What a reference names: something of this server by type and id, or whatever has an identifier.
   */
  private record Target(
      @Nullable String type, @Nullable String id, @Nullable String system, @Nullable String value) {

    static Target of(ResourceRef literal) {
      return new Target(literal.type(), literal.id(), null, null);
    }
  }

  /**
   * @param ownBases base URLs of this server, without trailing slashes
   */
  HiddenTargets(
      ObjectProvider<RestrictedAccess> access,
      JdbcTemplate jdbc,
      Supplier<? extends Collection<String>> ownBases) {
    this.access = access;
    this.jdbc = jdbc;
    this.ownBases = ownBases;
  }

  /**
   * The references that say more of something withheld than its id. One round trip, or none if no
   * reference says more.
   *
   * @param references of some resources
   * @return for each resource the positions of its own, in the same order
   */
  List<SortedSet<Integer>> telling(List<List<Reference>> references, Withheld withheld) {
    Set<Target> targets = new LinkedHashSet<>();
    references.forEach(some -> some.forEach(it -> told(it).ifPresent(targets::add)));
    Set<Target> hidden = targets.isEmpty() ? Set.of() : hidden(List.copyOf(targets), withheld);
    List<SortedSet<Integer>> telling = new ArrayList<>();
    for (List<Reference> some : references) {
      SortedSet<Integer> positions = new TreeSet<>();
      for (int i = 0; i < some.size(); i++) {
        if (told(some.get(i)).filter(hidden::contains).isPresent()) {
          positions.add(i);
        }
      }
      telling.add(positions);
    }
    return telling;
  }

  /** Of what a reference says more than the id. */
  private Optional<Target> told(Reference reference) {
    return BlankedReference.tellsMore(reference) ? target(reference) : Optional.empty();
  }

  private Optional<Target> target(Reference reference) {
    Optional<Target> literal = ownResource(reference.getReference()).map(Target::of);
    if (literal.isPresent() || !reference.hasIdentifier()) {
      return literal;
    }
    return Optional.ofNullable(stated(reference.getIdentifier().getValue()))
        .map(
            value ->
                new Target(
                    type(reference), null, stated(reference.getIdentifier().getSystem()), value));
  }

  private static @Nullable String type(Reference reference) {
    String type = stated(reference.getType());
    return type != null && type.startsWith(TYPES) ? type.substring(TYPES.length()) : type;
  }

  private static @Nullable String stated(@Nullable String value) {
    return value == null || value.isBlank() ? null : value;
  }

  private Optional<ResourceRef> ownResource(@Nullable String url) {
    if (url == null) {
      return Optional.empty();
    }
    for (String base : ownBases.get()) {
      if (url.startsWith(base + '/')) {
        return ResourceRef.ofRelative(url.substring(base.length() + 1));
      }
    }
    return ResourceRef.ofRelative(url);
  }

  private Set<Target> hidden(List<Target> targets, Withheld withheld) {
    return access
        .getObject()
        .unrestricted(
            () ->
                new HashSet<>(
                    jdbc.query(
                        WITHHELD,
                        (row, number) -> targets.get(row.getInt(1) - 1),
                        withheld.exemptPatients().toArray(String[]::new),
                        column(targets, Target::type),
                        column(targets, Target::id),
                        column(targets, Target::system),
                        column(targets, Target::value),
                        withheld.known(),
                        withheld.exemptRules().toArray(Integer[]::new),
                        withheld.rules().toArray(Integer[]::new))));
  }

  private static String[] column(List<Target> targets, Function<Target, @Nullable String> value) {
    return targets.stream().map(value).toArray(String[]::new);
  }
}

package org.andiron.consent.enforcement;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.andiron.consent.decision.ConsentRequest;
import org.andiron.consent.labelling.LabelledResources;
import org.andiron.consent.residue.PartRule;
import org.andiron.consent.rule.ConsentDirective;
import org.andiron.storage.RestrictedAccess;
import org.andiron.visibility.Reader;
import org.hl7.fhir.r4.model.Resource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Tells which parts of resources with labels of their own are withheld from a reader. It decides
 * when it is asked: only resources that say that they have such parts are to be asked about.
 */
public final class WithheldParts {

  /** A patient of any of both versions is one whose consents bind: the answer may be an old one. */
  private static final String STORED =
      """
      select w.number, r.res_id, r.res_ver, coalesce(b.rules = ?, false) as labelled,
        (select array_agg(distinct k.patient || '/' || p.fhir_id)
         from andiron.consented k join hfj_resource p on p.res_id = k.patient
         where k.res_id = r.res_id and (k.to_version is null
           or (k.from_version <= w.version and k.to_version > w.version))) as patients
      from unnest(?::int[], ?::text[], ?::text[], ?::bigint[]) w (number, type, id, version)
      join hfj_resource r on r.res_type = w.type and r.fhir_id = w.id
      left join andiron.labelled b on b.res_id = r.res_id
      """;

  private final ObjectProvider<RestrictedAccess> access;
  private final JdbcTemplate jdbc;
  private final LabelledResources labelled;
  private final PatientConsents consents;
  private final StoredVersions versions;
  private final RuleMaking making;
  private final Requests requests;
  private final Clock clock;

  WithheldParts(
      ObjectProvider<RestrictedAccess> access,
      JdbcTemplate jdbc,
      LabelledResources labelled,
      PatientConsents consents,
      StoredVersions versions,
      RuleMaking making,
      Requests requests,
      Clock clock) {
    this.access = access;
    this.jdbc = jdbc;
    this.labelled = labelled;
    this.consents = consents;
    this.versions = versions;
    this.making = making;
    this.requests = requests;
    this.clock = clock;
  }

  /** A resource that is to be shown, and what the database knows of it. */
  private record Asked(StoredVersion shown, boolean isNewest) {}

  /**
   * The parts that are not to be shown.
   *
   * @param resources with id, version and labels, as they are stored
   * @return by resource; those of which nothing is withheld are not there
   */
  public Map<Resource, PartPaths> of(Reader reader, Collection<? extends Resource> resources) {
    return access.getObject().unrestricted(() -> find(reader, List.copyOf(resources)));
  }

  private Map<Resource, PartPaths> find(Reader reader, List<? extends Resource> resources) {
    Map<Integer, Asked> asked = stored(resources);
    Map<Long, StoredVersion> newest = new LinkedHashMap<>();
    Set<Long> changed = new LinkedHashSet<>();
    Set<Long> patients = new HashSet<>();
    for (Asked one : asked.values()) {
      patients.addAll(one.shown.patients().keySet());
      if (!one.isNewest) {
        changed.add(one.shown.key());
      }
    }
    Map<Long, List<ConsentDirective>> directives = consents.of(patients);
    if (!changed.isEmpty()) {
      versions.newest(changed, Set.of(), it -> newest.put(it.key(), it));
    }
    RuleMaking.Making rules = making.of(directives);
    RequestingParty party = RequestingParty.of(reader);
    ConsentRequest request = requests.toRead(party, Epochs.read(jdbc, party), clock.instant());
    Map<Resource, PartPaths> withheld = new IdentityHashMap<>();
    for (int i = 0; i < resources.size(); i++) {
      PartPaths paths = PartPaths.NONE;
      Asked one = asked.get(i);
      if (one == null) {
        paths = PartPaths.ALL_LABELLED;
      } else {
        paths = paths.with(denied(rules.partRules(one.shown), one.shown, reader, request));
        StoredVersion now = newest.get(one.shown.key());
        if (now != null) {
          // What is withheld of the newest version, older ones must not show either.
          paths = paths.withAnywhere(denied(rules.partRules(now), now, reader, request));
        }
      }
      if (!paths.isNothing()) {
        withheld.put(resources.get(i), paths);
      }
    }
    return withheld;
  }

  private static Set<String> denied(
      Map<Long, List<PartRule>> rules,
      StoredVersion version,
      Reader reader,
      ConsentRequest request) {
    RequestingParty party = RequestingParty.of(reader);
    Set<String> denied = new LinkedHashSet<>();
    rules.forEach(
        (patient, parts) -> {
          for (PartRule part : parts) {
            if (!part.rule()
                .permits(request, party.relationTo(version.patientId(patient), reader.opened()))) {
              denied.add(part.path());
            }
          }
        });
    return denied;
  }

  private Map<Integer, Asked> stored(List<? extends Resource> resources) {
    List<Integer> numbers = new ArrayList<>();
    List<String> types = new ArrayList<>();
    List<String> ids = new ArrayList<>();
    List<Long> shownVersions = new ArrayList<>();
    for (int i = 0; i < resources.size(); i++) {
      Optional<Long> version = version(resources.get(i));
      if (version.isPresent()) {
        numbers.add(i);
        types.add(resources.get(i).fhirType());
        ids.add(resources.get(i).getIdElement().getIdPart());
        shownVersions.add(version.get());
      }
    }
    Map<Integer, Asked> asked = new LinkedHashMap<>();
    jdbc.query(
        STORED,
        row -> {
          int number = row.getInt("number");
          long version = version(resources.get(number)).orElseThrow();
          asked.put(
              number,
              new Asked(
                  shown(row, resources.get(number), version), row.getLong("res_ver") == version));
        },
        labelled.rules(),
        numbers.toArray(Integer[]::new),
        types.toArray(String[]::new),
        ids.toArray(String[]::new),
        shownVersions.toArray(Long[]::new));
    return asked;
  }

  private static Optional<Long> version(Resource resource) {
    String version = resource.getMeta().getVersionId();
    if (version == null) {
      version = resource.getIdElement().getVersionIdPart();
    }
    return Optional.ofNullable(version).filter(it -> it.matches("[0-9]{1,18}")).map(Long::valueOf);
  }

  private static StoredVersion shown(ResultSet row, Resource resource, long version)
      throws SQLException {
    return new StoredVersion(
        row.getLong("res_id"),
        version,
        Optional.of(resource),
        StoredVersions.patients(row),
        row.getBoolean("labelled"));
  }
}

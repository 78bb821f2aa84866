package org.andiron.risk.operation;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.andiron.risk.feature.ResourceVersion;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Meta;
import org.springframework.jdbc.core.JdbcOperations;

/**
 * The labels of what scores were computed from, as the scores get them: the highest
 * confidentiality, and all that is sensitive in it.
 */
final class InputLabels {

  private static final String CONFIDENTIALITY =
      "http://terminology.hl7.org/CodeSystem/v3-Confidentiality";

  /** From low to high. */
  private static final String LEVELS = "ULMNRV";

  /** Of the codes one says how a resource is stored, and nothing of what is in it. */
  private static final String FIND =
      """
      select distinct r.res_type, r.fhir_id, d.tag_system, d.tag_code
      from unnest(?::text[], ?::text[]) w (type, id)
      join hfj_resource r on r.res_type = w.type and r.fhir_id = w.id
      join hfj_res_tag t on t.res_id = r.res_id
      join hfj_tag_def d on d.tag_id = t.tag_id
      where d.tag_type = 2 and d.tag_code <> 'PROCESSINLINELABEL' and d.tag_system in
        ('http://terminology.hl7.org/CodeSystem/v3-Confidentiality',
         'http://terminology.hl7.org/CodeSystem/v3-ActCode')
      order by d.tag_system, d.tag_code
      """;

  private final Map<String, Set<Coding>> labels = new LinkedHashMap<>();

  /** Reads those of now, of all that exists for this transaction. */
  InputLabels(JdbcOperations jdbc, Collection<ResourceVersion> inputs) {
    jdbc.query(
        FIND,
        row -> {
          labels
              .computeIfAbsent(
                  row.getString(1) + "/" + row.getString(2), it -> new LinkedHashSet<>())
              .add(new Coding(row.getString(3), row.getString(4), null));
        },
        inputs.stream().map(ResourceVersion::type).toArray(String[]::new),
        inputs.stream().map(ResourceVersion::id).toArray(String[]::new));
  }

  /** Adds to the labels of a score those of its inputs. */
  void addTo(Meta meta, List<ResourceVersion> inputs) {
    all(inputs)
        .filter(it -> !it.getSystem().equals(CONFIDENTIALITY))
        .filter(it -> meta.getSecurity(it.getSystem(), it.getCode()) == null)
        .forEach(it -> meta.addSecurity(it.copy()));
    all(inputs)
        .filter(it -> it.getSystem().equals(CONFIDENTIALITY))
        .max((one, other) -> Integer.compare(level(one), level(other)))
        .ifPresent(it -> meta.addSecurity(it.copy()));
  }

  private Stream<Coding> all(List<ResourceVersion> inputs) {
    return inputs.stream()
        .map(it -> labels.getOrDefault(it.type() + "/" + it.id(), Set.of()))
        .flatMap(Set::stream);
  }

  private static int level(Coding confidentiality) {
    return LEVELS.indexOf(confidentiality.getCode());
  }
}

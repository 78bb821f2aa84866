package org.andiron.audit.capture;

import ca.uhn.fhir.rest.api.server.RequestDetails;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.andiron.audit.ConsentContext;
import org.andiron.audit.event.ConsentBasis;
import org.andiron.visibility.VisibilityOfRequest;
import org.andiron.visibility.VisibleResources;
import org.andiron.visibility.WithheldWriteException;
import org.springframework.jdbc.core.JdbcTemplate;

/** Of whose records something is of which somebody has no more than the id. */
public final class HiddenRecords {

  private static final String PATIENTS =
      """
      select p.fhir_id
      from hfj_resource r
      join andiron.compartment c on c.res_id = r.res_id and c.to_version is null
      join hfj_resource p on p.res_id = c.patient
      where r.res_type = ? and r.fhir_id = ? and r.res_deleted_at is null
      """;

  private final JdbcTemplate jdbc;
  private final BinaryOwners binaries;
  private final Supplier<VisibleResources> visible;
  private final Supplier<ConsentContext> consents;

  /**
   * @param visible asks what exists for somebody
   * @param consents known once all beans are
   */
  HiddenRecords(
      JdbcTemplate jdbc, Supplier<VisibleResources> visible, Supplier<ConsentContext> consents) {
    this.jdbc = jdbc;
    this.binaries = new BinaryOwners(jdbc);
    this.visible = visible;
    this.consents = consents;
  }

  /**
   * What a request does not find.
   *
   * @param reference as in {@code Observation/1}
   */
  Hidden of(RequestDetails request, String reference) {
    Set<String> patients = patientsOf(reference);
    return patients.isEmpty()
        ? Hidden.NOTHING
        : new Hidden(patients, consents.get().denying(request, reference));
  }

  /** What a request does not find of several. */
  Hidden of(RequestDetails request, List<String> references) {
    Set<String> patients = new LinkedHashSet<>();
    List<ConsentBasis> denials = new ArrayList<>();
    for (String reference : references) {
      Hidden one = of(request, reference);
      patients.addAll(one.patients());
      denials.addAll(one.denials());
    }
    return new Hidden(patients, denials);
  }

  /** What a request may not write. */
  Hidden of(RequestDetails request, WithheldWriteException refused) {
    Set<String> patients = new LinkedHashSet<>();
    refused.patient().ifPresent(patients::add);
    List<ConsentBasis> denials = new ArrayList<>();
    refused
        .resource()
        .filter(Call::isReference)
        .ifPresent(
            it -> {
              Hidden stored = ofChange(request, it);
              patients.addAll(stored.patients());
              denials.addAll(stored.denials());
            });
    if (denials.isEmpty() && refused.isByConsent()) {
      // What was to be stored is not there any more: which provision forbids it is not found out.
      consents.get().permitting(request, patients).forEach(it -> denials.add(denial(it)));
    }
    return new Hidden(patients, denials);
  }

  static ConsentBasis denial(ConsentBasis inForce) {
    return new ConsentBasis(
        inForce.patient(), inForce.consent(), inForce.policy(), false, inForce.rule());
  }

  /**
   * What a request may not change.
   *
   * @param reference as in {@code Observation/1}
   */
  Hidden ofChange(RequestDetails request, String reference) {
    Set<String> patients = patientsOf(reference);
    return patients.isEmpty()
        ? Hidden.NOTHING
        : new Hidden(patients, consents.get().denyingChange(request, reference));
  }

  /**
   * Ids of the patients of whose records something is that a request finds; none if it does not.
   *
   * @param reference as in {@code Observation/1}
   */
  Set<String> shown(RequestDetails request, String reference) {
    Set<String> patients = patientsOf(reference);
    int slash = reference.indexOf('/');
    boolean exists =
        !patients.isEmpty()
            && visible
                .get()
                .exists(
                    VisibilityOfRequest.of(request),
                    VisibilityOfRequest.reader(request),
                    reference.substring(0, slash),
                    reference.substring(slash + 1),
                    Optional.empty());
    return exists ? patients : Set.of();
  }

  /**
   * Ids of the patients of whose records something is; none if nothing is there.
   *
   * @param reference as in {@code Observation/1}
   */
  public Set<String> patientsOf(String reference) {
    int slash = reference.indexOf('/');
    String type = reference.substring(0, slash);
    String id = reference.substring(slash + 1);
    return type.equals("Binary")
        ? binaries.of(Set.of(id)).getOrDefault(id, Set.of())
        : new LinkedHashSet<>(jdbc.queryForList(PATIENTS, String.class, type, id));
  }
}

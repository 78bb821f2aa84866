package org.andiron.security.access;

import ca.uhn.fhir.batch2.api.IJobInstance;
import ca.uhn.fhir.batch2.model.JobInstance;
import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.api.server.bulk.BulkExportJobParameters;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.andiron.security.Caller;
import org.andiron.security.CallerOfRequest;
import org.andiron.security.access.AccessDecision.Allowed;
import org.andiron.security.access.AccessDecision.Refused;
import org.andiron.security.deidentification.DeidentifiedExports;
import org.andiron.security.role.RolePolicies;
import org.andiron.security.scope.Permission;
import org.andiron.server.JobRights;
import org.andiron.visibility.JobVisibility;
import org.andiron.visibility.Portion;
import org.andiron.visibility.Visibility;
import org.jspecify.annotations.Nullable;

/**
 * Whose jobs in the background are: a job belongs to who started it, and what it wrote is for them
 * while their rights still reach it.
 */
@Interceptor
public final class CallersOfJobs implements JobRights {

  /** They exist for their owners beside what rights give. */
  private static final String OWNED = "Subscription";

  private static final Portion ALL_OWNED = Portion.of(Set.of(OWNED));

  private final RolePolicies roles;
  private final PatientsOfUser patients;
  private final Supplier<String> issuer;
  private final DeidentifiedExports exports;

  CallersOfJobs(
      RolePolicies roles,
      PatientsOfUser patients,
      Supplier<String> issuer,
      DeidentifiedExports exports) {
    this.roles = roles;
    this.patients = patients;
    this.issuer = issuer;
    this.exports = exports;
  }

  /** Keeps with a new job whose it is. */
  @Hook(Pointcut.STORAGE_PRESTORAGE_BATCH_JOB_CREATE)
  public void keepOwner(JobInstance job, @Nullable RequestDetails request) {
    CallerOfRequest.of(request).ifPresent(it -> JobOwner.of(issuer.get(), it).keep(job));
  }

  @Override
  public boolean mayFollow(RequestDetails request, IJobInstance job) {
    return mayHaveFiles(request, job)
        || CallerOfRequest.of(request).map(Caller::administrator).orElse(false);
  }

  @Override
  public boolean mayHaveFiles(RequestDetails request, IJobInstance job) {
    Optional<JobOwner> caller =
        CallerOfRequest.of(request).map(it -> JobOwner.of(issuer.get(), it));
    return caller.isPresent() && caller.equals(JobOwner.of(job));
  }

  @Override
  public void requireExportable(RequestDetails request, IJobInstance job, String type) {
    AccessDecision decision =
        AccessRules.decide(rights(request), ExportAccess.of(Set.of(type), true));
    if (decision instanceof Refused refused) {
      throw AccessRefusal.of(refused);
    }
    Visibility now = ((Allowed) decision).visibility();
    Visibility then = JobVisibility.of(job).orElse(Visibility.ALL);
    if (!covers(now, then, type)) {
      throw AccessRefusal.ofFile(type);
    }
  }

  /** Whether of a type nothing existed then that does not exist now, as far as rights tell. */
  static boolean covers(Visibility now, Visibility then, String type) {
    boolean owned = type.equals(OWNED) && then.owner().isPresent();
    return then.portions().stream()
            .filter(it -> isOf(it, type))
            .allMatch(before -> isCovered(now, before, type))
        && (!owned || then.owner().equals(now.owner()) || isCovered(now, ALL_OWNED, type));
  }

  private static boolean isCovered(Visibility now, Portion before, String type) {
    return now.portions().stream().anyMatch(it -> isOf(it, type) && covers(it, before));
  }

  private static boolean isOf(Portion portion, String type) {
    return portion.types().isEmpty() || portion.types().contains(type);
  }

  private static boolean covers(Portion now, Portion before) {
    boolean patientsCovered =
        now.patients().isEmpty()
            || (before.patients().isPresent()
                && now.patients().get().containsAll(before.patients().get()));
    return patientsCovered && (now.query().isEmpty() || now.query().equals(before.query()));
  }

  @Override
  public Set<String> exportable(RequestDetails request, Collection<String> types) {
    EffectiveRights rights = rights(request);
    Set<String> exportable = new TreeSet<>();
    for (String type : types) {
      if (!rights.to(type, Permission.READ).isEmpty()
          && !rights.to(type, Permission.SEARCH).isEmpty()) {
        exportable.add(type);
      }
    }
    if (rights.onlyDeidentified()) {
      exportable.retainAll(exports.types());
    }
    return exportable;
  }

  @Override
  public void requireNamingPatients(RequestDetails request) {
    if (rights(request).onlyDeidentified()) {
      throw AccessRefusal.ofNamedPatients();
    }
  }

  /** An export is without what identifies people if any right of its caller asks for that. */
  @Hook(Pointcut.STORAGE_INITIATE_BULK_EXPORT)
  public void deidentify(BulkExportJobParameters job, RequestDetails request) {
    if (rights(request).onlyDeidentified()) {
      exports.deidentify(job);
    }
  }

  private EffectiveRights rights(RequestDetails request) {
    Caller caller = CallerOfRequest.of(request).orElseThrow(AccessRefusal::unauthenticated);
    return EffectiveRights.toExport(caller, roles.of(caller.roles()), patients);
  }
}

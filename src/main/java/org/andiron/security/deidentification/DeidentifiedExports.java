package org.andiron.security.deidentification;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.server.bulk.BulkExportJobParameters;
import ca.uhn.fhir.rest.server.exceptions.ForbiddenOperationException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Year;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import org.hl7.fhir.instance.model.api.IBaseResource;

/**
 * Exports without what identifies people. The key of the pseudonyms is made for one export and kept
 * with it, so that another export has others, and is gone when the export is.
 */
@Interceptor
public final class DeidentifiedExports {

  private static final String KEY = "pseudonymKey";
  private static final int KEY_BYTES = 32;

  /** After all that looks at the resource as it is. */
  private static final int LAST = 1000;

  private final FhirContext context;
  private final SafeElements elements;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();

  DeidentifiedExports(FhirContext context, SafeElements elements, Clock clock) {
    this.context = context;
    this.elements = elements;
    this.clock = clock;
  }

  /** Types of which a de-identified export has resources. */
  public Set<String> types() {
    return elements.types();
  }

  /**
   * Makes an export that is about to begin one without what identifies people.
   *
   * @throws ForbiddenOperationException if it would show more by what it leaves out
   */
  public void deidentify(BulkExportJobParameters job) {
    if (!job.getFilters().isEmpty()
        || !job.getPostFetchFilterUrls().isEmpty()
        || job.getSince() != null
        || job.getUntil() != null
        || job.isIncludeHistory()) {
      throw new ForbiddenOperationException(
          "A de-identified export has no _typeFilter, _since, _until and no history: by what they"
              + " leave out they would tell what the export does not.");
    }
    byte[] key = new byte[KEY_BYTES];
    random.nextBytes(key);
    job.setUserData(KEY, Base64.getEncoder().encodeToString(key));
  }

  /** Takes out of a resource what identifies people, before it is written to a file. */
  @Hook(value = Pointcut.STORAGE_BULK_EXPORT_RESOURCE_INCLUSION, order = LAST)
  public boolean deidentify(BulkExportJobParameters job, IBaseResource resource) {
    Map<String, Object> userData = job.getUserData();
    if (userData == null || !(userData.get(KEY) instanceof String key)) {
      return true;
    }
    Pseudonyms pseudonyms = new Pseudonyms(Base64.getDecoder().decode(key));
    return new Deidentification(context, elements, pseudonyms, Year.now(clock)).apply(resource);
  }
}

package org.andiron.consent.intake;

import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.exceptions.UnprocessableEntityException;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import java.util.List;
import java.util.stream.Collectors;
import org.andiron.consent.directive.ConsentProblem;
import org.hl7.fhir.r4.model.Consent;
import org.jspecify.annotations.Nullable;

/**
 * Refuses what {@link ConsentWriteInterceptor} refuses also where the server writes by itself, as
 * in an import. Jobs report no more than a sentence, so that has what is to be mended.
 */
public final class ImportedConsents extends WrittenConsents {

  private final ConsentCheck check;

  ImportedConsents(ConsentCheck check) {
    this.check = check;
  }

  @Override
  void check(Consent consent, @Nullable RequestDetails request, boolean stored) {
    if (request instanceof ServletRequestDetails || !ConsentCheck.isInForce(consent)) {
      return;
    }
    List<ConsentProblem> problems = check.problems(consent, request, stored);
    if (!problems.isEmpty()) {
      throw new UnprocessableEntityException(
          problems.stream()
              .map(it -> it.path() + " " + it.reason())
              .collect(Collectors.joining("; ", "The Consent cannot be computed: ", "")));
    }
  }
}

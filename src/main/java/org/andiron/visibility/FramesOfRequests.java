package org.andiron.visibility;

import ca.uhn.fhir.jpa.dao.MatchResourceUrlService;
import ca.uhn.fhir.rest.api.RequestTypeEnum;
import ca.uhn.fhir.rest.api.RestOperationTypeEnum;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds out what exists for requests: by their rights, and by what patients withhold from them. */
final class FramesOfRequests {

  private static final Set<RestOperationTypeEnum> WRITES =
      Set.of(
          RestOperationTypeEnum.CREATE,
          RestOperationTypeEnum.UPDATE,
          RestOperationTypeEnum.PATCH,
          RestOperationTypeEnum.TRANSACTION);

  private final Withholding withholding;

  FramesOfRequests(Withholding withholding) {
    this.withholding = withholding;
  }

  /** What exists for a request, or for what this thread does without one. */
  Frame of(@Nullable RequestDetails request) {
    Optional<Reader> reader = VisibilityOfRequest.reader(request);
    Withheld withheld = withheld(request, reader);
    Restriction visible = Restriction.of(VisibilityOfRequest.of(request), withheld);
    if (visible == null || request == null || !refers(request)) {
      return Frame.of(visible, reader);
    }
    Frame frame =
        new Frame(
            visible,
            visible.ofReferences(),
            Restriction.of(VisibilityOfRequest.linkable(request), withheld),
            reader);
    return MatchResourceUrlService.isDuringMatchUrlQuerySpan(request) ? frame.byCriteria() : frame;
  }

  /** An entry has the interaction of its Bundle; what it deletes refers to nothing. */
  private static boolean refers(RequestDetails request) {
    RestOperationTypeEnum interaction = request.getRestOperationType();
    return interaction != null
        && WRITES.contains(interaction)
        && request.getRequestType() != RequestTypeEnum.DELETE;
  }

  /**
   * Finds out what is withheld from a request, if that is not known. It takes a connection of its
   * own, so it is better done before a transaction.
   */
  void prepare(@Nullable RequestDetails request) {
    withheld(request, VisibilityOfRequest.reader(request));
  }

  /** What is withheld from somebody now, beside any request. */
  Withheld withheld(Optional<Reader> reader) {
    return reader.map(withholding::from).orElse(Withheld.NOTHING);
  }

  /** The same for all of a request: what is withheld later acts on the next one. */
  private Withheld withheld(@Nullable RequestDetails request, Optional<Reader> reader) {
    if (request == null || reader.isEmpty()) {
      return withheld(reader);
    }
    Optional<Withheld> known = VisibilityOfRequest.withheld(request);
    if (known.isPresent()) {
      return known.get();
    }
    Withheld withheld = withheld(reader);
    VisibilityOfRequest.setWithheld(request, withheld);
    return withheld;
  }
}

package org.andiron.storage.lastn;

import ca.uhn.fhir.jpa.api.dao.IFhirResourceDao;
import ca.uhn.fhir.model.api.annotation.Description;
import ca.uhn.fhir.model.valueset.BundleTypeEnum;
import ca.uhn.fhir.rest.annotation.Operation;
import ca.uhn.fhir.rest.annotation.OperationParam;
import ca.uhn.fhir.rest.api.Constants;
import ca.uhn.fhir.rest.api.SearchTotalModeEnum;
import ca.uhn.fhir.rest.api.server.IBundleProvider;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import jakarta.servlet.http.HttpServletResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.andiron.storage.request.SearchRequestReader;
import org.andiron.storage.search.UrlSearch;
import org.andiron.storage.search.UrlSearch.Condition;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Parameters;
import org.jspecify.annotations.Nullable;

/**
 * {@code Observation/$lastn}: the newest observations of each code of each subject, among those
 * that a search with the same parameters finds. Its pages are those of the search.
 *
 * @see <a href="https://hl7.org/fhir/R4/observation-operation-lastn.html">lastn</a>
 */
public final class LastNOperation {

  private static final String OBSERVATION = "Observation";
  private static final String MAX = "max";
  private static final List<String> SUBJECTS = List.of("patient", "subject");

  private final IFhirResourceDao<Observation> observations;
  private final SearchRequestReader reader;

  LastNOperation(IFhirResourceDao<Observation> observations, SearchRequestReader reader) {
    this.observations = observations;
    this.reader = reader;
  }

  /** The newest observations. */
  @Operation(
      name = "$lastn",
      canonicalUrl = "http://hl7.org/fhir/OperationDefinition/Observation-lastn",
      type = Observation.class,
      idempotent = true,
      bundleType = BundleTypeEnum.SEARCHSET)
  @Description(
      shortDefinition =
          "The newest observations of each code and subject. Takes all search parameters of"
              + " Observation; patient or subject is required.")
  public IBundleProvider last(
      @Description(shortDefinition = "How many observations of each code; 1 if not given")
          @OperationParam(name = MAX, max = 1)
          @Nullable String max,
      RequestDetails request,
      HttpServletResponse response) {
    IBaseResource body = request.getResource();
    if (body instanceof Parameters parameters) {
      OperationConditions.of(parameters).forEach(it -> addTo(request, it));
    } else if (body != null) {
      throw new InvalidRequestException("The body of $lastn must be a Parameters resource");
    }
    int wanted = max(request);
    Map<String, String[]> parameters = new HashMap<>(request.getParameters());
    parameters.remove(MAX);
    List<String> types = List.of(OBSERVATION);
    UrlSearch search = UrlSearch.of(reader.read(types, parameters, false).asRequest(OBSERVATION));
    if (search.conditions().stream().noneMatch(LastNOperation::namesSubjects)) {
      throw new InvalidRequestException(
          "$lastn needs the parameter 'patient' or 'subject', which says whose observations are"
              + " meant, such as Observation/$lastn?patient=[id]&category=laboratory");
    }
    if (search.getSort() != null) {
      throw new InvalidRequestException(
          "$lastn has no parameter '_sort': its order is subject by subject, code by code, the"
              + " newest first");
    }
    search.setLastN(true);
    search.setLastNMax(wanted);
    if (search.getSearchTotalMode() == null) {
      search.setSearchTotalMode(SearchTotalModeEnum.ACCURATE);
    }
    return observations.search(search, request, response);
  }

  /** What came in the body belongs to the self link as well. */
  private static void addTo(RequestDetails request, Condition condition) {
    String[] known = request.getParameters().get(condition.name());
    String[] all = new String[known == null ? 1 : known.length + 1];
    if (known != null) {
      System.arraycopy(known, 0, all, 0, known.length);
    }
    all[all.length - 1] = condition.value();
    request.addParameter(condition.name(), all);
  }

  private static int max(RequestDetails request) {
    String[] values = request.getParameters().get(MAX);
    if (values == null || values.length == 0) {
      return 1;
    }
    if (values.length > 1 || !values[0].matches("0*[1-9][0-9]{0,8}")) {
      throw new InvalidRequestException(
          "The parameter 'max' of $lastn must be one whole number from 1 to 999999999");
    }
    return Integer.parseInt(values[0]);
  }

  private static boolean namesSubjects(Condition condition) {
    String name = condition.name();
    return SUBJECTS.contains(name.replaceAll("[:.].*", ""))
        && !name.endsWith(Constants.PARAMQUALIFIER_MISSING);
  }
}

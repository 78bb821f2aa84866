package org.andiron.security.page.patient;

import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.jpa.api.dao.IFhirResourceDao;
import ca.uhn.fhir.jpa.searchparam.SearchParameterMap;
import ca.uhn.fhir.rest.api.Constants;
import ca.uhn.fhir.rest.api.SortSpec;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import ca.uhn.fhir.rest.param.DateParam;
import ca.uhn.fhir.rest.param.ParamPrefixEnum;
import ca.uhn.fhir.rest.param.StringAndListParam;
import ca.uhn.fhir.rest.param.StringOrListParam;
import ca.uhn.fhir.rest.param.StringParam;
import ca.uhn.fhir.rest.param.TokenParam;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.andiron.security.KnownUser;
import org.andiron.security.access.SeenRecords;
import org.hl7.fhir.r4.model.Patient;

/** Searches the records with the rights of the user. */
final class RecordedPatients implements PatientDirectory {

  private final DaoRegistry daos;
  private final SeenRecords seen;

  RecordedPatients(DaoRegistry daos, SeenRecords seen) {
    this.daos = daos;
    this.seen = seen;
  }

  @Override
  public FoundPatients search(KnownUser user, PatientQuery query, int page) {
    SearchParameterMap search = SearchParameterMap.newSynchronous();
    if (!query.name().isEmpty()) {
      StringAndListParam words = new StringAndListParam();
      Stream.of(query.name().split("[\\s,]+"))
          .filter(word -> !word.isEmpty())
          .forEach(word -> words.addAnd(new StringOrListParam().add(new StringParam(word))));
      search.add(Patient.SP_NAME, words);
    }
    query
        .birthDate()
        .map(LocalDate::toString)
        .ifPresent(
            day -> search.add(Patient.SP_BIRTHDATE, new DateParam(ParamPrefixEnum.EQUAL, day)));
    if (!query.identifier().isEmpty()) {
      search.add(Patient.SP_IDENTIFIER, new TokenParam(query.identifier()));
    }
    return found(user, search, page);
  }

  @Override
  public Optional<PatientEntry> find(KnownUser user, String id) {
    if (!id.matches("[A-Za-z0-9.-]{1,64}")) {
      return Optional.empty();
    }
    SearchParameterMap search = SearchParameterMap.newSynchronous().add("_id", new TokenParam(id));
    return found(user, search, 0).entries().stream().findFirst();
  }

  private FoundPatients found(KnownUser user, SearchParameterMap search, int page) {
    SystemRequestDetails request = new SystemRequestDetails();
    seen.show(user, "Patient", request);
    IFhirResourceDao<Patient> dao = daos.getResourceDao(Patient.class);
    search.setSort(new SortSpec(Patient.SP_FAMILY).setChain(new SortSpec(Patient.SP_GIVEN)));
    // HAPI takes the offset of the request, and of none in the search.
    request.addParameter(Constants.PARAM_OFFSET, new String[] {Integer.toString(page * PAGE_SIZE)});
    // One more than is shown tells whether there is a further page.
    search.setLoadSynchronousUpTo(PAGE_SIZE + 1);
    // Not getAllResources(): HAPI does not say how many they are where it stopped at the limit.
    List<PatientEntry> entries =
        dao.search(search, request).getResources(0, PAGE_SIZE + 1).stream()
            .filter(Patient.class::isInstance)
            .map(patient -> PatientText.entry((Patient) patient))
            .toList();
    boolean more = entries.size() > PAGE_SIZE;
    return new FoundPatients(more ? entries.subList(0, PAGE_SIZE) : entries, more);
  }
}

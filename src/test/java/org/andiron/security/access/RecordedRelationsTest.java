package org.andiron.security.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.jpa.api.dao.IFhirResourceDao;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.SimpleBundleProvider;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.andiron.security.Caller;
import org.hl7.fhir.instance.model.api.IIdType;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Period;
import org.hl7.fhir.r4.model.Person;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RecordedRelationsTest {

  private final DaoRegistry daos = mock();
  private final IFhirResourceDao<RelatedPerson> people = mock();
  private final RecordedRelations relations = new RecordedRelations(daos);
  private final RelatedPerson person = new RelatedPerson().setPatient(new Reference("Patient/21"));

  @BeforeEach
  void know() {
    when(daos.getResourceDao(RelatedPerson.class)).thenReturn(people);
    when(people.read(any(IIdType.class), any(RequestDetails.class))).thenReturn(person);
    IFhirResourceDao<Person> persons = mock();
    when(daos.getResourceDao(Person.class)).thenReturn(persons);
    when(persons.search(any(), any(RequestDetails.class)))
        .thenReturn(new SimpleBundleProvider(List.of()));
  }

  private Set<String> related(String fhirUser) {
    Caller caller = Callers.user("user/*.rs", Optional.empty(), fhirUser);
    return relations.related(caller);
  }

  private static Period period(int startsInDays, int endsInDays) {
    Period period = new Period();
    period.setStartElement(
        new DateTimeType(LocalDate.now(ZoneId.systemDefault()).plusDays(startsInDays).toString()));
    period.setEndElement(
        new DateTimeType(LocalDate.now(ZoneId.systemDefault()).plusDays(endsInDays).toString()));
    return period;
  }

  @Test
  void aRelativeIsRelatedToThePatientOfTheirRecord() {
    assertThat(related("RelatedPerson/1")).containsExactly("21");
  }

  @Test
  void theRelationLastsToTheEndOfItsLastDay() {
    person.setPeriod(period(-5, 0));
    assertThat(related("RelatedPerson/1")).containsExactly("21");
    person.setPeriod(period(-5, -2));
    assertThat(related("RelatedPerson/1")).isEmpty();
    person.setPeriod(period(2, 5));
    assertThat(related("RelatedPerson/1")).isEmpty();
  }

  @Test
  void aRelationThatIsNotActiveOrNotKnownIsNone() {
    person.setActive(false);
    assertThat(related("RelatedPerson/1")).isEmpty();
    when(people.read(any(IIdType.class), any(RequestDetails.class)))
        .thenThrow(new ResourceNotFoundException("unknown"));
    assertThat(related("RelatedPerson/1")).isEmpty();
  }

  @Test
  void whoeverIsNoRelatedPersonIsRelatedToNobody() {
    assertThat(related("Practitioner/1")).isEmpty();
    assertThat(related("Patient/21")).isEmpty();
  }
}

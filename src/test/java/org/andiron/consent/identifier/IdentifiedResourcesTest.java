package org.andiron.consent.identifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.jpa.api.dao.IFhirResourceDao;
import ca.uhn.fhir.jpa.searchparam.SearchParameterMap;
import ca.uhn.fhir.model.api.IQueryParameterType;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.SimpleBundleProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.andiron.consent.rule.BusinessIdentifier;
import org.andiron.consent.rule.ResourceRef;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Patient;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class IdentifiedResourcesTest {

  private final List<SearchParameterMap> searches = new ArrayList<>();
  private final DaoRegistry daos = mock();
  private final IdentifiedResources identified = new IdentifiedResources(daos);

  @BeforeEach
  void everySearchFindsAPatient() {
    IFhirResourceDao<IBaseResource> dao = mock();
    when(daos.getResourceDao(anyString())).thenReturn(dao);
    when(dao.search(any(SearchParameterMap.class), any(RequestDetails.class)))
        .thenAnswer(
            call -> {
              searches.add(call.getArgument(0));
              return new SimpleBundleProvider(List.of(new Patient().setId("1")));
            });
  }

  @Test
  void eachTypeIsSearchedOnceForAllIdentifiers() {
    List<BusinessIdentifier> many =
        IntStream.range(0, 100).mapToObj(it -> new BusinessIdentifier("urn:x", "v" + it)).toList();

    Set<ResourceRef> found = identified.having(many, List.of("Patient", "Group"));

    assertThat(found)
        .containsExactlyInAnyOrder(new ResourceRef("Patient", "1"), new ResourceRef("Group", "1"));
    assertThat(searches).hasSize(2);
    for (SearchParameterMap search : searches) {
      List<List<IQueryParameterType>> criteria = search.get("identifier");
      assertThat(criteria).hasSize(1);
      assertThat(criteria.get(0)).hasSize(100);
    }
  }

  @Test
  void noIdentifierIsOfNobody() {
    assertThat(identified.having(List.of(), List.of("Patient"))).isEmpty();
  }
}

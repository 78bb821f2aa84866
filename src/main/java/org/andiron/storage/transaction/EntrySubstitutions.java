package org.andiron.storage.transaction;

import ca.uhn.fhir.jpa.dao.IdSubstitutionMap;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.hl7.fhir.instance.model.api.IIdType;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.IdType;

/**
 * What references between entries of a transaction become. HAPI compares type and id alone, and
 * makes of a reference to a resource of another server one to an entry that happens to have the
 * same id. Here an absolute reference is to the entry that has it as its {@code fullUrl}, if there
 * is one.
 *
 * @see <a href="https://hl7.org/fhir/R4/bundle.html#references">Resolving references in Bundles</a>
 */
class EntrySubstitutions extends IdSubstitutionMap {

  private final Set<String> fullUrls;

  EntrySubstitutions(List<BundleEntryComponent> entries) {
    this.fullUrls =
        entries.stream()
            .filter(BundleEntryComponent::hasFullUrl)
            .map(entry -> versionless(new IdType(entry.getFullUrl())))
            .collect(Collectors.toSet());
  }

  @Override
  public boolean containsSource(IIdType id) {
    boolean elsewhere = id.hasBaseUrl() && !fullUrls.contains(versionless(id));
    // What names a version means no entry, which has none yet.
    return !elsewhere && !id.hasVersionIdPart() && super.containsSource(id);
  }

  private static String versionless(IIdType id) {
    return id.toVersionless().getValue();
  }
}

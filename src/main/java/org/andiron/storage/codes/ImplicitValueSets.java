package org.andiron.storage.codes;

import java.util.Optional;
import org.hl7.fhir.r4.model.Enumerations.PublicationStatus;
import org.hl7.fhir.r4.model.ValueSet;
import org.hl7.fhir.r4.model.ValueSet.ConceptSetComponent;
import org.hl7.fhir.r4.model.ValueSet.FilterOperator;

/**
 * Value sets that exist without being stored, because the terminology of their URL is loaded.
 *
 * @see <a href="https://hl7.org/fhir/R4/snomedct.html#implicit">SNOMED CT</a>
 * @see <a href="https://hl7.org/fhir/R4/loinc.html#alv">LOINC</a>
 */
public final class ImplicitValueSets {

  private static final String SNOMED = "http://snomed.info/sct";
  private static final String SNOMED_QUERY = "?fhir_vs";
  private static final String LOINC = "http://loinc.org";
  private static final String LOINC_SETS = "http://loinc.org/vs";

  private final LoadedSystems systems;

  /** Value sets of the loaded code systems. */
  public ImplicitValueSets(LoadedSystems systems) {
    this.systems = systems;
  }

  /** The definition of the value set that a URL means, if it is implicit and can be answered. */
  public Optional<ValueSet> find(String url) {
    int query = url.indexOf(SNOMED_QUERY);
    if (query >= 0 && url.startsWith(SNOMED)) {
      return snomed(url, url.substring(0, query), url.substring(query + SNOMED_QUERY.length()));
    }
    if (url.equals(LOINC_SETS) || url.startsWith(LOINC_SETS + "/")) {
      return loinc(url, url.substring(LOINC_SETS.length()));
    }
    return Optional.empty();
  }

  private Optional<ValueSet> snomed(String url, String edition, String what) {
    String version = edition.equals(SNOMED) ? null : edition;
    if (systems.find(SNOMED, version).isEmpty()) {
      return Optional.empty();
    }
    ValueSet valueSet = valueSet(url);
    ConceptSetComponent include =
        valueSet.getCompose().addInclude().setSystem(SNOMED).setVersion(version);
    if (what.isEmpty()) {
      return Optional.of(valueSet);
    }
    if (what.equals("=refset")) {
      filter(include, "concept", FilterOperator.ISA, "900000000000455006");
    } else if (what.startsWith("=isa/")) {
      filter(include, "concept", FilterOperator.ISA, what.substring(5));
    } else if (what.startsWith("=refset/")) {
      filter(include, "constraint", FilterOperator.EQUAL, "^" + what.substring(8));
    } else if (what.startsWith("=ecl/")) {
      filter(include, "constraint", FilterOperator.EQUAL, what.substring(5));
    } else {
      return Optional.empty();
    }
    return Optional.of(valueSet);
  }

  private Optional<ValueSet> loinc(String url, String what) {
    if (systems.find(LOINC, null).isEmpty()) {
      return Optional.empty();
    }
    ValueSet valueSet = valueSet(url);
    ConceptSetComponent include = valueSet.getCompose().addInclude().setSystem(LOINC);
    if (what.startsWith("/LL") || what.startsWith("/LG")) {
      filter(include, ConceptConditions.MEMBER_OF, FilterOperator.EQUAL, what.substring(1));
    } else if (what.startsWith("/LP")) {
      filter(include, "concept", FilterOperator.ISA, what.substring(1));
    } else if (!what.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(valueSet);
  }

  private static ValueSet valueSet(String url) {
    ValueSet valueSet = new ValueSet();
    valueSet.setUrl(url).setStatus(PublicationStatus.ACTIVE);
    return valueSet;
  }

  private static void filter(
      ConceptSetComponent include, String property, FilterOperator operator, String value) {
    include.addFilter().setProperty(property).setOp(operator).setValue(value);
  }
}

package org.andiron.storage.index;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.api.RestSearchParameterTypeEnum;
import ca.uhn.fhir.rest.server.util.ISearchParamRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.andiron.storage.index.IndexEntries.TextEntry;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.DomainResource;
import org.hl7.fhir.r4.model.Resource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says what a resource is found by: the values of all search parameters that are in force for its
 * type, except {@code _id}, {@code _lastUpdated}, {@code _tag}, {@code _profile} and {@code
 * _security}, and except references to resources of this server, all of which are kept elsewhere.
 * What a parameter cannot index is left out; no content of a resource makes the extraction fail.
 *
 * <p>Thread-safe. A change of the registry takes effect with the next resource.
 *
 * @see <a href="https://hl7.org/fhir/R4/search.html">Search</a>
 */
public final class IndexExtractor {

  private static final Logger log = LoggerFactory.getLogger(IndexExtractor.class);

  /**
   * Counted up with each change of what is in the index of the same resource, so that the index of
   * stored resources is made anew.
   */
  static final String RULES = "4";

  private static final TextEntry NO_TEXT = new TextEntry("", "", "");

  /** As many as the database can number. */
  private static final int MOST_GROUPS = Short.MAX_VALUE;

  private final ParameterCompiler compiler;
  private final TextIndexer texts;
  private final Map<RestSearchParameterTypeEnum, ValueIndexer> indexers;
  private final ContainedResources contained;
  private final UnaryOperator<IBaseResource> content;

  /**
   * Creates an extractor.
   *
   * @param registry says which parameters a type is searched by
   * @param units for the canonical forms of quantities
   * @param texts for the search by content
   * @param content what of a resource it is found by
   */
  public IndexExtractor(
      FhirContext context,
      ISearchParamRegistry registry,
      CanonicalUnits units,
      TextIndexer texts,
      UnaryOperator<IBaseResource> content) {
    this.texts = texts;
    this.content = content;
    compiler = new ParameterCompiler(context, registry);
    Quantities quantities = new Quantities(units);
    indexers =
        Map.of(
            RestSearchParameterTypeEnum.TOKEN, Tokens::index,
            RestSearchParameterTypeEnum.STRING, Strings::index,
            RestSearchParameterTypeEnum.DATE, Dates::index,
            RestSearchParameterTypeEnum.NUMBER, Quantities::indexNumber,
            RestSearchParameterTypeEnum.QUANTITY, quantities::indexQuantity,
            RestSearchParameterTypeEnum.URI, Uris::indexUri,
            RestSearchParameterTypeEnum.REFERENCE, Uris::indexReference,
            RestSearchParameterTypeEnum.SPECIAL, Positions::index);
    contained = new ContainedResources(compiler, this::index);
  }

  /** The entries of an R4 resource, each once. */
  public IndexEntries entriesOf(IBaseResource stored) {
    Resource resource = (Resource) content.apply(stored);
    EntryCollector entries = new EntryCollector();
    CaselessSystems.index(resource, entries);
    for (IndexedParameter parameter : compiler.parameters(resource.fhirType())) {
      index(parameter, resource, entries);
    }
    if (resource instanceof DomainResource container && container.hasContained()) {
      contained.index(container, entries);
    }
    return entries.entries(textOf(resource), this::wordsOf);
  }

  private TextEntry textOf(Resource resource) {
    try {
      return texts.textOf(resource);
    } catch (RuntimeException e) {
      // The resource is stored anyway; the message may quote it.
      log.warn(
          "The text of a {} is left out: {}", resource.fhirType(), e.getClass().getSimpleName());
      return NO_TEXT;
    }
  }

  private String wordsOf(List<String> names) {
    try {
      return texts.wordsOf(names);
    } catch (RuntimeException e) {
      log.warn("The words of a text are left out: {}", e.getClass().getSimpleName());
      return "";
    }
  }

  private void index(IndexedParameter parameter, Resource resource, EntryCollector entries) {
    try {
      if (parameter.components().isEmpty()) {
        index(parameter, resource, resource, 0, entries);
      } else {
        indexComposite(parameter, resource, entries);
      }
    } catch (RuntimeException e) {
      // The model and the engine answer odd content in many ways; the resource is stored anyway.
      leftOut(parameter, resource, e);
    }
  }

  private void index(
      IndexedParameter parameter,
      Resource resource,
      Base focus,
      int group,
      EntryCollector entries) {
    ValueIndexer indexer = indexers.get(parameter.type());
    if (indexer != null) {
      parameter
          .expression()
          .evaluate(resource, focus, value -> indexer.index(value, parameter, group, entries));
    }
  }

  /** Elements without a value of each component are left out, as no search can find them. */
  private void indexComposite(
      IndexedParameter composite, Resource resource, EntryCollector entries) {
    int group = 0;
    for (Base element : composite.expression().list(resource, resource)) {
      List<List<Base>> values = new ArrayList<>();
      for (IndexedParameter component : composite.components()) {
        List<Base> found = component.expression().list(resource, element);
        if (found.isEmpty()) {
          break;
        }
        values.add(found);
      }
      if (values.size() < composite.components().size() || group == MOST_GROUPS) {
        continue;
      }
      group++;
      for (int i = 0; i < values.size(); i++) {
        IndexedParameter component = composite.components().get(i);
        ValueIndexer indexer = indexers.get(component.type());
        for (Base value : values.get(i)) {
          if (indexer != null) {
            indexer.index(value, component, group, entries);
          }
        }
      }
    }
  }

  static void leftOut(IndexedParameter parameter, Resource resource, RuntimeException cause) {
    log.debug(
        "The parameter {} of a {} is left out: {}",
        parameter.code(),
        resource.fhirType(),
        cause.getClass().getSimpleName());
  }
}

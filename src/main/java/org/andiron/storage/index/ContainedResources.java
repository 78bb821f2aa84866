package org.andiron.storage.index;

import ca.uhn.fhir.rest.api.RestSearchParameterTypeEnum;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.andiron.storage.index.IndexEntries.UriEntry;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.DomainResource;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;

/**
 * Indexes contained resources, which only chains can find, by the reference that leads to them:
 * their parameters are parameters of what contains them, called {@code reference:Type.parameter}.
 *
 * @see <a href="https://hl7.org/fhir/R4/search.html#contained">Contained resources</a>
 */
final class ContainedResources {

  /** References from one contained resource to the next that are followed. */
  private static final int DEEPEST = 3;

  /** Chains of one resource; what only further ones lead to is not found. */
  private static final int MOST_CHAINS = 200;

  private final ParameterCompiler compiler;
  private final ParameterIndexer indexer;

  /** Indexes one parameter of a resource. */
  @FunctionalInterface
  interface ParameterIndexer {

    void index(IndexedParameter parameter, Resource resource, EntryCollector entries);
  }

  ContainedResources(ParameterCompiler compiler, ParameterIndexer indexer) {
    this.compiler = compiler;
    this.indexer = indexer;
  }

  /** Indexes those that references of the container lead to. */
  void index(DomainResource container, EntryCollector entries) {
    new Walk(container, entries).follow(container, "");
  }

  private final class Walk {

    private final DomainResource container;
    private final EntryCollector entries;

    /** A resource may be reached by the same chain more than once. */
    private final Set<String> reached = new HashSet<>();

    /** What the chain goes through, so that none goes in circles. */
    private final List<Resource> path = new ArrayList<>();

    Walk(DomainResource container, EntryCollector entries) {
      this.container = container;
      this.entries = entries;
    }

    void follow(Resource from, String prefix) {
      path.add(from);
      for (IndexedParameter parameter : compiler.parameters(from.fhirType())) {
        if (parameter.type() == RestSearchParameterTypeEnum.REFERENCE) {
          for (Base value : values(parameter, from)) {
            if (value instanceof Reference reference) {
              follow(reference, parameter, prefix + parameter.code());
            }
          }
        }
      }
      path.remove(path.size() - 1);
    }

    private List<Base> values(IndexedParameter parameter, Resource from) {
      try {
        return parameter.expression().list(from, from);
      } catch (RuntimeException e) {
        IndexExtractor.leftOut(parameter, from, e);
        return List.of();
      }
    }

    private void follow(Reference reference, IndexedParameter parameter, String code) {
      String literal = reference.getReference();
      if (literal == null || !literal.startsWith("#")) {
        return;
      }
      Resource target = ReferenceTarget.contained(literal, container);
      if (target == null
          || !parameter.leadsTo(target.fhirType())
          || path.stream().anyMatch(it -> it == target)) {
        return;
      }
      String chain = code + ':' + target.fhirType();
      if (reached.size() == MOST_CHAINS || !reached.add(chain + literal)) {
        return;
      }
      // Tells those without a value from those that are not there.
      entries.add(new UriEntry(chain, 0, literal, null));
      for (IndexedParameter own : compiler.parameters(target.fhirType())) {
        indexer.index(own.within(chain), target, entries);
      }
      if (path.size() < DEEPEST) {
        follow(target, chain + '.');
      }
    }
  }
}

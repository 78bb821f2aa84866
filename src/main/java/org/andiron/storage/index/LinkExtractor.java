package org.andiron.storage.index;

import ca.uhn.fhir.jpa.searchparam.extractor.ISearchParamExtractor;
import ca.uhn.fhir.jpa.searchparam.extractor.PathAndRef;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.andiron.storage.SearchableContent;
import org.andiron.storage.index.SearchableLinks.Link;
import org.hl7.fhir.instance.model.api.IBaseReference;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.instance.model.api.IIdType;
import org.springframework.beans.factory.ObjectProvider;

/**
 * Says by which of its links a resource is found: those that are also in what of it is indexed. A
 * link is compared as HAPI's extractor finds it; one that is not recognized is not found by.
 */
final class LinkExtractor {

  private final ISearchParamExtractor references;
  private final ObjectProvider<SearchableContent> content;

  LinkExtractor(ISearchParamExtractor references, ObjectProvider<SearchableContent> content) {
    this.references = references;
    this.content = content;
  }

  /** Of a resource that is being stored; empty if it is, and always was, found by all of them. */
  Optional<SearchableLinks> ofStoring(IBaseResource resource) {
    return content.getObject().mayBePartial(resource)
        ? Optional.of(of(resource))
        : Optional.empty();
  }

  /** Of any resource. */
  SearchableLinks of(IBaseResource resource) {
    IBaseResource searchable = content.getObject().of(resource);
    if (searchable == resource) {
      return SearchableLinks.ALL;
    }
    Set<Link> links = new HashSet<>();
    for (PathAndRef reference : references.extractResourceLinks(searchable, false)) {
      add(reference, links);
    }
    return SearchableLinks.only(links);
  }

  /** References to this server are stored as relative ones. */
  private static void add(PathAndRef found, Set<Link> links) {
    IBaseReference reference = found.getRef();
    IIdType target = reference == null ? null : reference.getReferenceElement();
    if (target != null && !target.isAbsolute() && target.hasResourceType() && target.hasIdPart()) {
      links.add(new Link(found.getPath(), target.getResourceType() + '/' + target.getIdPart()));
    }
  }
}

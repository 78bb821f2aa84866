package org.andiron.storage.transaction;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.jpa.model.dao.JpaPid;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.api.server.storage.TransactionDetails;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.andiron.storage.search.CriteriaLookup;
import org.andiron.storage.search.CriteriaLookup.Match;
import org.hl7.fhir.instance.model.api.IBaseReference;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.Bundle.HTTPVerb;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/**
 * What the conditional writes and references of a transaction are about, looked up together before
 * its first write, and told to HAPI, which then need not look them up one by one.
 *
 * <p>Left to be looked up when their turn comes are criteria that the transaction itself may
 * decide: those of a type of which it deletes, and references to a type of which it writes.
 *
 * @see <a href="https://hl7.org/fhir/R4/http.html#trules">Transaction processing rules</a>
 */
final class ConditionalTargets {

  private static final String KEY = ConditionalTargets.class.getName();

  private static final Pattern CRITERIA = Pattern.compile("(?<type>[A-Z][A-Za-z]+)\\?.+");

  private static final Pattern TYPE = Pattern.compile("/?(?<type>[A-Za-z]+).*", Pattern.DOTALL);

  /** An entry that has yet to be stored, whose id is put into criteria when it is known. */
  private static final String PLACEHOLDER = "urn:";

  private final FhirContext fhirContext;
  private final CriteriaLookup lookup;
  private final Set<String> references = new LinkedHashSet<>();
  private final Set<String> creations = new LinkedHashSet<>();
  private final Set<String> changes = new LinkedHashSet<>();

  /** With how many entries each has. */
  private final Map<String, Integer> writtenTypes = new HashMap<>();

  private final Set<String> deletedTypes = new HashSet<>();

  /** The types that an entry refers to by criteria. */
  private final Map<BundleEntryComponent, Set<String>> referredTypes = new IdentityHashMap<>();

  private final List<JpaPid> toCreate = new ArrayList<>();
  private final List<JpaPid> toChange = new ArrayList<>();
  private final Set<String> knownBefore = new HashSet<>();

  private ConditionalTargets(FhirContext fhirContext, CriteriaLookup lookup) {
    this.fhirContext = fhirContext;
    this.lookup = lookup;
  }

  /**
   * Looks up what can be, and notes it with the transaction.
   *
   * @return the entries with conditional references that another entry may decide
   */
  static Set<BundleEntryComponent> lookUp(
      FhirContext fhirContext,
      CriteriaLookup lookup,
      HiddenMatches hidden,
      List<BundleEntryComponent> entries,
      TransactionDetails transaction,
      RequestDetails request) {
    ConditionalTargets targets = new ConditionalTargets(fhirContext, lookup);
    hidden.requireNoneOf(entries, request);
    entries.forEach(targets::read);
    targets.resolve(transaction, request);
    transaction.putUserData(KEY, targets);
    return targets.decidedByOthers();
  }

  private Set<BundleEntryComponent> decidedByOthers() {
    Set<BundleEntryComponent> entries = Collections.newSetFromMap(new IdentityHashMap<>());
    referredTypes.forEach(
        (entry, types) -> {
          if (types.stream().anyMatch(writtenTypes::containsKey)) {
            entries.add(entry);
          }
        });
    return entries;
  }

  /** Gives HAPI those whose version or content it will need. */
  static void prefetch(TransactionDetails transaction, Set<JpaPid> contents, Set<JpaPid> versions) {
    ConditionalTargets targets = transaction.getUserData(KEY);
    if (targets != null) {
      contents.addAll(targets.toChange);
      versions.addAll(targets.toCreate);
    }
  }

  /**
   * Makes sure that each resource that a conditional write stored is the only one to meet the
   * criteria.
   *
   * @throws InvalidRequestException if another entry stored one as well
   */
  static void requireOneMatchEach(TransactionDetails transaction, RequestDetails request) {
    ConditionalTargets targets = transaction.getUserData(KEY);
    if (targets == null) {
      return;
    }
    List<String> stored =
        transaction.getResolvedMatchUrls().keySet().stream()
            .filter(targets::mayHaveTwoMatchesNow)
            .toList();
    targets
        .lookup
        .find(stored, request)
        .forEach(
            (url, matches) -> {
              if (matches.size() > 1) {
                throw new InvalidRequestException(
                    "More than one entry has a resource of type "
                        + typeOf(url)
                        + " that meets the criteria of a conditional create or update of this"
                        + " transaction; nothing was stored. Leave one of them out.");
              }
            });
  }

  private boolean mayHaveTwoMatchesNow(String url) {
    // What a conditional create finds it leaves alone; an update may come to meet what another
    // does.
    boolean stays = knownBefore.contains(url) && !changes.contains(url);
    return writtenTypes.getOrDefault(typeOf(url), 0) > 1 && !stays && !references.contains(url);
  }

  private void read(BundleEntryComponent entry) {
    HTTPVerb method = entry.getRequest().getMethod();
    String target = entry.getRequest().getUrl();
    if (method == null || target == null) {
      return;
    }
    switch (method) {
      case POST -> {
        Resource resource = entry.getResource();
        if (resource != null) {
          String type = resource.fhirType();
          writtenTypes.merge(type, 1, Integer::sum);
          add(creations, qualified(type, entry.getRequest().getIfNoneExist()));
        }
      }
      case PUT, PATCH -> {
        writtenTypes.merge(typeOf(target), 1, Integer::sum);
        add(changes, target);
      }
      case DELETE -> deletedTypes.add(typeOf(target));
      default -> {
        return;
      }
    }
    if (entry.getResource() != null) {
      for (IBaseReference reference :
          fhirContext
              .newTerser()
              .getAllPopulatedChildElementsOfType(entry.getResource(), IBaseReference.class)) {
        String url = reference.getReferenceElement().getValue();
        add(references, url);
        if (url != null && CRITERIA.matcher(url).matches()) {
          referredTypes.computeIfAbsent(entry, it -> new HashSet<>()).add(typeOf(url));
        }
      }
    }
  }

  private static @Nullable String qualified(String type, @Nullable String criteria) {
    if (criteria == null || criteria.indexOf('?') > 0) {
      return criteria;
    }
    return type + (criteria.startsWith("?") ? "" : "?") + criteria;
  }

  private static void add(Set<String> urls, @Nullable String url) {
    if (url != null && CRITERIA.matcher(url).matches() && !url.contains(PLACEHOLDER)) {
      urls.add(url);
    }
  }

  private static String typeOf(String url) {
    Matcher type = TYPE.matcher(url);
    return type.matches() ? type.group("type") : url;
  }

  private void resolve(TransactionDetails transaction, RequestDetails request) {
    creations.removeIf(it -> deletedTypes.contains(typeOf(it)));
    changes.removeIf(it -> deletedTypes.contains(typeOf(it)));
    references.removeIf(
        it -> deletedTypes.contains(typeOf(it)) || writtenTypes.containsKey(typeOf(it)));
    Set<String> urls = new LinkedHashSet<>(creations);
    urls.addAll(changes);
    urls.addAll(references);
    urls.removeAll(transaction.getResolvedMatchUrls().keySet());
    if (urls.isEmpty()) {
      return;
    }
    for (Map.Entry<String, List<Match>> found : lookup.find(urls, request).entrySet()) {
      String url = found.getKey();
      List<Match> matches = found.getValue();
      if (matches.size() == 1) {
        resolved(url, matches.get(0), transaction);
      } else if (matches.isEmpty() && !references.contains(url)) {
        transaction.addResolvedMatchUrl(fhirContext, url, TransactionDetails.NOT_FOUND);
      }
      // Several matches are refused by whoever looks again.
    }
  }

  private void resolved(String url, Match match, TransactionDetails transaction) {
    knownBefore.add(url);
    JpaPid resource = JpaPid.fromId(match.number());
    transaction.addResolvedMatchUrl(fhirContext, url, resource);
    transaction.addResolvedResourceId(new IdType(typeOf(url), match.id()), resource);
    if (creations.contains(url)) {
      toCreate.add(resource);
    }
    if (changes.contains(url)) {
      toChange.add(resource);
    }
  }
}

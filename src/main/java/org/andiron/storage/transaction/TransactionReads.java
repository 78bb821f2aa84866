package org.andiron.storage.transaction;

import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import ca.uhn.fhir.rest.server.exceptions.NotModifiedException;
import ca.uhn.fhir.rest.server.exceptions.ResourceGoneException;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import ca.uhn.fhir.rest.server.method.BaseMethodBinding;
import ca.uhn.fhir.rest.server.method.BaseResourceReturningMethodBinding;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import ca.uhn.fhir.rest.server.servlet.ServletSubRequestDetails;
import ca.uhn.fhir.rest.server.util.ServletRequestUtil;
import com.google.common.collect.ArrayListMultimap;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.Bundle.HTTPVerb;

/**
 * Tries the reads of a transaction before it is committed, so that one that fails takes all of it
 * along.
 *
 * <p>What needs no more than a resource is read within the transaction of the writes. All else is
 * tried before: a search may need a second connection, and waiting for one while holding one can
 * stop the whole server.
 */
final class TransactionReads {

  private static final Pattern OF_AN_INSTANCE =
      Pattern.compile(
          "/?(?<type>[A-Z][A-Za-z]+)/(?<id>[A-Za-z0-9.-]{1,64})"
              + "(?<rest>/_history/(?<version>[0-9]+)|/.+)?");

  private final DaoRegistry daos;
  private final ServletRequestDetails request;

  TransactionReads(DaoRegistry daos, ServletRequestDetails request) {
    this.daos = daos;
    this.request = request;
  }

  /**
   * A read that must succeed when all has been written.
   *
   * @param entry index in the Bundle
   */
  record Needed(int entry, String url) {}

  /**
   * Tries what can be tried before the writes.
   *
   * @return what has to be there after them
   * @throws RuntimeException naming the entry, if one fails whatever the writes do
   */
  List<Needed> tryBeforeWrites(Bundle bundle) {
    List<Needed> needed = new ArrayList<>();
    List<BundleEntryComponent> entries = bundle.getEntry();
    for (int i = 0; i < entries.size(); i++) {
      BundleEntryComponent entry = entries.get(i);
      if (entry.getRequest().getMethod() == HTTPVerb.GET && entry.getRequest().hasUrl()) {
        try {
          tryBeforeWrites(i, entry.getRequest().getUrl(), needed);
        } catch (RuntimeException e) {
          throw EntryFailure.of(i, e);
        }
      }
    }
    return needed;
  }

  private void tryBeforeWrites(int index, String url, List<Needed> needed) {
    int question = url.indexOf('?');
    Matcher path = OF_AN_INSTANCE.matcher(question < 0 ? url : url.substring(0, question));
    boolean ofInstance = path.matches() && daos.isResourceTypeSupported(path.group("type"));
    if (ofInstance && (path.group("rest") == null || path.group("version") != null)) {
      needed.add(new Needed(index, url));
      return;
    }
    try {
      answer(url);
    } catch (ResourceNotFoundException | ResourceGoneException notYet) {
      if (!ofInstance) {
        throw notYet;
      }
      needed.add(new Needed(index, path.group("type") + "/" + path.group("id")));
    }
  }

  private void answer(String url) {
    ServletSubRequestDetails entry =
        ServletRequestUtil.getServletSubRequestDetails(
            request, url, "GET", ArrayListMultimap.create());
    BaseMethodBinding method =
        request.getServer().determineResourceMethod(entry, entry.getRequestPath());
    if (!(method instanceof BaseResourceReturningMethodBinding reading)) {
      throw new InvalidRequestException("An entry with GET must read or search");
    }
    entry.setRestOperationType(reading.getRestOperationType());
    try {
      reading.doInvokeServer(request.getServer(), entry);
    } catch (NotModifiedException unchanged) {
      // An answer like any other.
    }
  }

  /**
   * Reads within the transaction what it needs: each as a request of its own, for which no more
   * exists than for the same read alone.
   *
   * @throws RuntimeException naming the entry, if something is not there
   */
  void requireAll(List<Needed> needed) {
    for (Needed it : needed) {
      try {
        answer(it.url());
      } catch (RuntimeException e) {
        throw EntryFailure.of(it.entry(), e);
      }
    }
  }
}

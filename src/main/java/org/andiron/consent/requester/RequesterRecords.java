package org.andiron.consent.requester;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.IParser;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.andiron.consent.rule.ResourceRef;
import org.hl7.fhir.r4.model.Resource;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Reads what is stored about callers, whatever they may see of it: as the owner of the tables, in
 * transactions of its own, so that it finds what is committed and nothing else.
 */
final class RequesterRecords {

  private static final String EPOCH = "select shared, own from andiron.reader_epoch(?, ?)";

  private static final String AROUND =
      "select content, reference from andiron.records_around(?, ?)";

  private final JdbcOperations jdbc;
  private final FhirContext context;
  private final TransactionTemplate reading;

  RequesterRecords(
      JdbcOperations jdbc, FhirContext context, PlatformTransactionManager transactions) {
    this.jdbc = jdbc;
    this.context = context;
    this.reading = new TransactionTemplate(transactions);
    reading.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    reading.setReadOnly(true);
  }

  RequesterEpoch epoch(Collection<ResourceRef> caller) {
    return Objects.requireNonNull(
        reading.execute(
            status ->
                jdbc.queryForObject(
                    EPOCH,
                    (row, number) -> new RequesterEpoch(row.getLong(1), row.getString(2)),
                    types(caller),
                    ids(caller))));
  }

  /** The caller, and what may say more of them, whether or not it is in force. */
  List<Resource> around(Collection<ResourceRef> caller) {
    List<Resource> found = new ArrayList<>();
    IParser parser = context.newJsonParser();
    reading.executeWithoutResult(
        status ->
            jdbc.query(
                AROUND,
                row -> {
                  Resource resource = (Resource) parser.parseResource(row.getString(1));
                  resource.setId(row.getString(2));
                  found.add(resource);
                },
                types(caller),
                ids(caller)));
    return found;
  }

  private static String[] types(Collection<ResourceRef> resources) {
    return resources.stream().map(ResourceRef::type).toArray(String[]::new);
  }

  private static String[] ids(Collection<ResourceRef> resources) {
    return resources.stream().map(ResourceRef::id).toArray(String[]::new);
  }
}

package org.andiron.risk.population;

import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.jpa.dao.tx.IHapiTransactionService;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.exceptions.UnprocessableEntityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.andiron.server.GroupMembers;
import org.andiron.storage.SelectedResources;
import org.andiron.storage.SelectedResources.Statement;
import org.hl7.fhir.r4.model.Group;
import org.hl7.fhir.r4.model.IdType;
import org.springframework.jdbc.core.JdbcOperations;

/** Lists populations as far as they exist for whoever asks. */
public final class PopulationReader {

  private static final String PATIENT = "Patient";

  private static final String PAGE =
      """
      select r.res_id, r.fhir_id from hfj_resource r
      where r.res_type = 'Patient' and r.res_deleted_at is null and r.res_id > ? and r.res_id in (%s)
      order by r.res_id limit ?\
      """;

  private final DaoRegistry daos;
  private final GroupMembers members;
  private final IHapiTransactionService transactions;
  private final JdbcOperations jdbc;
  private final SelectedResources search;
  private final int page;

  /** A Patient by number and logical id. */
  private record Found(long number, String id) {}

  /**
   * @param page patients whom a search is asked for at a time
   */
  PopulationReader(
      DaoRegistry daos,
      IHapiTransactionService transactions,
      JdbcOperations jdbc,
      SelectedResources search,
      int page) {
    this.daos = daos;
    this.members = new GroupMembers(daos);
    this.transactions = transactions;
    this.jdbc = jdbc;
    this.search = search;
    this.page = page;
  }

  /**
   * Makes sure that a population can be listed.
   *
   * @throws ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException if there is no such
   *     Group for the caller, it is not in use, or the criteria cannot be understood; it says which
   */
  public void require(RequestDetails request, Population population) {
    if (population.group() == null) {
      after(request, population.criteria(), 0, 1);
      return;
    }
    Group group = group(request, population.group());
    if (group.hasActive() && !group.getActive()) {
      throw new UnprocessableEntityException(
          "Group/"
              + population.group()
              + " is not in use any more (Group.active is false); nothing was started. Name another"
              + " group, or set active to true.");
    }
  }

  /**
   * Gives the logical ids of the patients in parts, always in the same order as long as the
   * patients are the same. Members of a group who do not exist for the caller may be among them.
   *
   * @param request of the caller, or of a piece of a job
   * @param atOnce patients in each part but the last
   */
  public void list(
      RequestDetails request, Population population, int atOnce, Consumer<List<String>> sink) {
    List<String> open = new ArrayList<>(atOnce);
    each(
        request,
        population,
        id -> {
          open.add(id);
          if (open.size() == atOnce) {
            sink.accept(List.copyOf(open));
            open.clear();
          }
        });
    if (!open.isEmpty()) {
      sink.accept(List.copyOf(open));
    }
  }

  private void each(RequestDetails request, Population population, Consumer<String> sink) {
    if (population.group() != null) {
      members.patientsOf(group(request, population.group()), request).forEach(sink);
      return;
    }
    long last = 0;
    List<Found> found;
    do {
      found = after(request, population.criteria(), last, page);
      for (Found patient : found) {
        sink.accept(patient.id());
        last = patient.number();
      }
    } while (found.size() == page);
  }

  private Group group(RequestDetails request, String id) {
    return daos.getResourceDao(Group.class).read(new IdType("Group", id), request);
  }

  private List<Found> after(RequestDetails request, String criteria, long last, int atMost) {
    return Objects.requireNonNull(
        transactions
            .withRequest(request)
            .readOnly()
            .execute(
                () -> {
                  Statement statement = search.select(PATIENT, criteria);
                  List<Object> values = new ArrayList<>(List.of(last));
                  values.addAll(statement.values());
                  values.add(atMost);
                  return jdbc.query(
                      PAGE.formatted(statement.text()),
                      (row, number) -> new Found(row.getLong(1), row.getString(2)),
                      values.toArray());
                }));
  }
}

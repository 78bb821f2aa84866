package org.andiron.consent.labelling;

import ca.uhn.fhir.rest.server.exceptions.UnprocessableEntityException;
import jakarta.persistence.EntityManager;
import java.util.Collection;
import java.util.Set;
import org.andiron.consent.facts.ResourceElements;
import org.andiron.consent.term.Code;
import org.andiron.consent.term.PartLabels;
import org.andiron.storage.RestrictedAccess;
import org.andiron.visibility.SharedTypes;
import org.hl7.fhir.r4.model.Resource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Has every resource that may be about a patient say whether parts of it have labels of their own,
 * so that only those that do are looked through when they are shown. Older versions say so too: a
 * part that is labelled now is withheld of them as well. It is not taken back.
 */
final class PartLabelling {

  private static final Code LABEL = PartLabels.PROCESS_INLINE;

  private static final String LABEL_OLDER =
      """
      with label as (
        select d.tag_id from hfj_res_tag t join hfj_tag_def d on d.tag_id = t.tag_id
        where t.res_id = ? and d.tag_type = 2 and d.tag_system = ? and d.tag_code = ? limit 1),
      labelled as (
        insert into hfj_history_tag (pid, tag_id, res_ver_pid, res_id, res_type)
        select nextval('seq_historytag_id'), label.tag_id, v.pid, v.res_id, v.res_type
        from hfj_res_ver v, label
        where v.res_id = ?
        on conflict do nothing
        returning res_ver_pid)
      update hfj_res_ver v set has_tags = true
      from labelled where v.pid = labelled.res_ver_pid and not v.has_tags
      """;

  private final ResourceElements elements;
  private final JdbcOperations jdbc;
  private final EntityManager session;
  private final ObjectProvider<RestrictedAccess> access;

  PartLabelling(
      ResourceElements elements,
      JdbcOperations jdbc,
      EntityManager session,
      ObjectProvider<RestrictedAccess> access) {
    this.elements = elements;
    this.jdbc = jdbc;
    this.session = session;
    this.access = access;
  }

  /**
   * Labels what is about to be stored.
   *
   * @return whether it had to be labelled
   */
  boolean label(Resource resource) {
    if (SharedTypes.ALL.contains(resource.fhirType())) {
      return false;
    }
    ResourceElements.keepLabelsOfContained(resource);
    if (isLabelled(resource) || elements.labelled(resource).isEmpty()) {
      return false;
    }
    resource.getMeta().addSecurity().setSystem(LABEL.system()).setCode(LABEL.value());
    return true;
  }

  /** Labels the versions of a resource that are older than one that is about to be stored. */
  void labelOlder(long number) {
    TransactionSynchronizationManager.registerSynchronization(
        new TransactionSynchronization() {
          @Override
          public void beforeCommit(boolean readOnly) {
            session.flush();
            access
                .getObject()
                .unrestricted(
                    () -> jdbc.update(LABEL_OLDER, number, LABEL.system(), LABEL.value(), number));
          }
        });
  }

  static boolean isLabelled(Resource resource) {
    return isLabel(MetaLabels.codes(resource.getMeta().getSecurity()));
  }

  private static boolean isLabel(Collection<Code> codes) {
    return codes.contains(LABEL);
  }

  /** The label stays as long as there are such parts. */
  void requireRemovable(Set<Code> labels, Resource stored) {
    if (isLabel(labels) && !elements.labelled(stored).isEmpty()) {
      throw new UnprocessableEntityException(
          "The label "
              + LABEL.value()
              + " stays as long as parts of the resource have labels of their own; nothing was"
              + " removed. Update the resource without these labels first.");
    }
  }
}
